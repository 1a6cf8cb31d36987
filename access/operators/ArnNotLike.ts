import { negate } from "./operator";
import { ArnLike } from "./ArnLike";

/**
 * No value of the policy is met under `ArnLike`; true when the key is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const ArnNotLike = negate(ArnLike);
