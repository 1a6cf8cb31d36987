import { negate } from "./operator";
import { IpAddress } from "./IpAddress";

/**
 * No value of the policy is met under `IpAddress`; true when the key is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export const NotIpAddress = negate(IpAddress);
