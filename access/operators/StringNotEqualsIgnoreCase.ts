import { negate } from "./operator";
import { StringEqualsIgnoreCase } from "./StringEqualsIgnoreCase";

/**
 * No value of the policy is met under `StringEqualsIgnoreCase`; true when the key is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export const StringNotEqualsIgnoreCase = negate(StringEqualsIgnoreCase);
