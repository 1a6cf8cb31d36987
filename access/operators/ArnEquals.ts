import { ArnLike } from "./ArnLike";
import type { ValueOperator } from "./operator";

/**
 * The same as `ArnLike`, wildcards too.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const ArnEquals: ValueOperator = ArnLike;
