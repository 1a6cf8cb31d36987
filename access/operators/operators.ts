import type { ConditionOperatorName } from "../model";
import { ArnEquals } from "./ArnEquals";
import { ArnLike } from "./ArnLike";
import { ArnNotEquals } from "./ArnNotEquals";
import { ArnNotLike } from "./ArnNotLike";
import { BinaryEquals } from "./BinaryEquals";
import { Bool } from "./Bool";
import { DateEquals } from "./DateEquals";
import { DateGreaterThan } from "./DateGreaterThan";
import { DateGreaterThanEquals } from "./DateGreaterThanEquals";
import { DateLessThan } from "./DateLessThan";
import { DateLessThanEquals } from "./DateLessThanEquals";
import { DateNotEquals } from "./DateNotEquals";
import { IpAddress } from "./IpAddress";
import { NotIpAddress } from "./NotIpAddress";
import { Null } from "./Null";
import { NumericEquals } from "./NumericEquals";
import { NumericGreaterThan } from "./NumericGreaterThan";
import { NumericGreaterThanEquals } from "./NumericGreaterThanEquals";
import { NumericLessThan } from "./NumericLessThan";
import { NumericLessThanEquals } from "./NumericLessThanEquals";
import { NumericNotEquals } from "./NumericNotEquals";
import { StringEquals } from "./StringEquals";
import { StringEqualsIgnoreCase } from "./StringEqualsIgnoreCase";
import { StringLike } from "./StringLike";
import { StringNotEquals } from "./StringNotEquals";
import { StringNotEqualsIgnoreCase } from "./StringNotEqualsIgnoreCase";
import { StringNotLike } from "./StringNotLike";
import type { PresenceOperator, ValueOperator } from "./operator";

/**
 * Every condition operator of the policy language, by AWS's name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const operators: Readonly<Record<ConditionOperatorName, ValueOperator | PresenceOperator>> = {
  StringEquals,
  StringNotEquals,
  StringEqualsIgnoreCase,
  StringNotEqualsIgnoreCase,
  StringLike,
  StringNotLike,
  NumericEquals,
  NumericNotEquals,
  NumericLessThan,
  NumericLessThanEquals,
  NumericGreaterThan,
  NumericGreaterThanEquals,
  DateEquals,
  DateNotEquals,
  DateLessThan,
  DateLessThanEquals,
  DateGreaterThan,
  DateGreaterThanEquals,
  Bool,
  BinaryEquals,
  IpAddress,
  NotIpAddress,
  ArnEquals,
  ArnLike,
  ArnNotEquals,
  ArnNotLike,
  Null,
};
