import { negate } from "./operator";
import { DateEquals } from "./DateEquals";

/**
 * No value of the policy is met under `DateEquals`; true when the key is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export const DateNotEquals = negate(DateEquals);
