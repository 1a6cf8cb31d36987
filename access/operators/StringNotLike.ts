import { negate } from "./operator";
import { StringLike } from "./StringLike";

/**
 * No value of the policy is met under `StringLike`; true when the key is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export const StringNotLike = negate(StringLike);
