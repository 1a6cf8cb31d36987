import { negate } from "./operator";
import { NumericEquals } from "./NumericEquals";

/**
 * No value of the policy is met under `NumericEquals`; true when the key is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
 */
export const NumericNotEquals = negate(NumericEquals);
