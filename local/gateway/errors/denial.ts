import type { Decision, Missing } from "../../../access/evaluate/decision";
import { callerArn } from "../decide/identity";
import type { AwsError, Caller, Need } from "../model";
import type { Protocol } from "../service";

/**
 * The error of a request that policies refuse, in AWS's words.
 *
 * S3 says no more than `Access Denied`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denial(protocol: Protocol, caller: Caller, need: Need, decision: Decision): AwsError {
  if (protocol === "s3") return { httpStatus: 403, code: "AccessDenied", message: "Access Denied" };
  return accessDenied(protocol, denialMessage(caller, need, decision));
}

/** `AccessDenied` as a protocol spells it. */
export function accessDenied(protocol: Protocol, message: string): AwsError {
  return protocol === "json" || protocol === "cbor"
    ? { httpStatus: 400, code: "AccessDeniedException", message }
    : { httpStatus: 403, code: "AccessDenied", message };
}

function denialMessage(caller: Caller, need: Need, decision: Decision): string {
  const { action, resource, policyOf } = need;
  const trust = policyOf.kind === "role";
  const start = `User: ${caller.kind === "anonymous" ? "anonymous" : callerArn(caller)} is not authorized to perform: ${action}`;
  const on = resource === "*" ? start : `${start} on resource: ${resource}`;
  const [deciding] = decision.because;
  if (decision.decision === "explicitlyDenied" && deciding !== undefined) {
    const inTrust = trust && deciding.policy === "resourcePolicy";
    return `${on} with an explicit deny in ${inTrust ? "the role trust policy" : kindOfPlace(deciding.policy)}`;
  }
  const [missing] = decision.missing;
  // STS does not tell whether there is such a role.
  if (trust && missing === "resource policy") return on;
  const kind = missing === undefined ? undefined : kindOfMissing[missing];
  return kind === undefined ? on : `${on} because no ${kind} allows the ${action} action`;
}

const kindOfMissing: Readonly<Partial<Record<Missing, string>>> = {
  "identity policy": "identity-based policy",
  "resource policy": "resource-based policy",
  "permissions boundary": "permissions boundary",
  "session policy": "session policy",
  "service control policy": "service control policy",
  "resource control policy": "resource control policy",
  "VPC endpoint policy": "VPC endpoint policy",
};

/** By the first word of a place in the policy set. */
const kindOfList: Readonly<Record<string, string>> = {
  identityPolicies: "an identity-based policy",
  resourcePolicy: "a resource-based policy",
  permissionsBoundary: "a permissions boundary",
  sessionPolicies: "a session policy",
  serviceControlPolicies: "a service control policy",
  resourceControlPolicies: "a resource control policy",
  vpcEndpointPolicies: "a VPC endpoint policy",
};

function kindOfPlace(place: string): string {
  return kindOfList[/^\w+/.exec(place)?.[0] ?? ""] ?? "a policy";
}
