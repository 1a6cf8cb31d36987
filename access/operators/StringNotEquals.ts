import { negate } from "./operator";
import { StringEquals } from "./StringEquals";

/**
 * No value of the policy is met under `StringEquals`; true when the key is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export const StringNotEquals = negate(StringEquals);
