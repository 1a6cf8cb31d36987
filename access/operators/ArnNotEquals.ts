import { negate } from "./operator";
import { ArnEquals } from "./ArnEquals";

/**
 * No value of the policy is met under `ArnEquals`; true when the key is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const ArnNotEquals = negate(ArnEquals);
