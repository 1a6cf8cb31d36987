import { ipRangeContains, parseIpRange } from "./ip";
import { parsedOperator } from "./operator";

/**
 * The request's address is in the policy's range; IPv4 and IPv6 are kept apart.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export const IpAddress = parsedOperator(parseIpRange, (request, policy) => ipRangeContains(policy, request));
