import { applicablePolicies } from "./applicablePolicies";
import { decidingStatement } from "./decision";
import type { Decision, Missing } from "./decision";
import { grant } from "./grant";
import { allMatches, findMatches } from "./matches";
import type { AllMatches, Matches } from "./matches";
import { preparePolicies } from "./preparePolicies";
import type { PreparedPolicies } from "./preparePolicies";
import type { AccessRequest, PolicySet } from "./request";
import { requestContext } from "./requestContext";
import type { RequestContext } from "./requestContext";

/**
 * Decides one request as AWS does.
 *
 * Any applicable `Deny` wins. Else every level of service and resource control policies and the VPC
 * endpoint policy must allow, Block Public Access must not stand in the way, and the grant itself must be
 * there (see `grant`). Never throws: a request whose principal cannot be read is implicitly denied.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(policies: PreparedPolicies, request: AccessRequest): Decision {
  return decideInContext(policies, requestContext(request));
}

/** As `decide`, for a policy set that is used only once. */
export function decideOnce(set: PolicySet, request: AccessRequest): Decision {
  return decide(preparePolicies(set), request);
}

/** As `decide`, for a request whose context is known already. */
export function decideInContext(policies: PreparedPolicies, context: RequestContext): Decision {
  const { caller, action } = context;
  if (caller === undefined) return implicitlyDenied("readable principal");
  // It needs no permission, and no policy can take it away.
  if (action === "sts:getcalleridentity" && "account" in caller) return allowed([]);

  const applicable = applicablePolicies(policies, context);
  const matches = findMatches(applicable, context);
  const denies = allMatches(matches).flatMap((list) => list.denies);
  if (denies.length > 0) {
    return { decision: "explicitlyDenied", because: denies.map(decidingStatement), missing: [] };
  }
  const missing = missingGuardrails(matches);
  if (applicable.publicBlocked && isOutsider(context)) missing.push("Block Public Access");
  if (caller.kind === "root" && action === "sts:assumerole") missing.push("root users cannot assume roles");

  const granted = grant(caller, context, matches);
  missing.push(...granted.missing);
  if (missing.length > 0) return implicitlyDenied(...missing);
  return allowed([
    ...granted.by,
    ...matches.serviceControl,
    ...matches.resourceControl,
    ...(matches.vpcEndpoint === undefined ? [] : [matches.vpcEndpoint]),
  ]);
}

function missingGuardrails(matches: AllMatches): Missing[] {
  const refuses = ({ closest }: Matches) => closest === undefined;
  const missing: Missing[] = [];
  if (matches.serviceControl.some(refuses)) missing.push("service control policy");
  if (matches.resourceControl.some(refuses)) missing.push("resource control policy");
  if (matches.vpcEndpoint !== undefined && refuses(matches.vpcEndpoint)) missing.push("VPC endpoint policy");
  return missing;
}

/** Neither of the bucket's account nor an AWS service. */
function isOutsider({ caller, resourceAccount }: RequestContext): boolean {
  if (caller?.kind === "service") return false;
  return caller === undefined || !("account" in caller) || caller.account !== resourceAccount;
}

function allowed(lists: readonly Matches[]): Decision {
  const because = lists.flatMap((list) => list.allows.map(decidingStatement));
  return { decision: "allowed", because, missing: [] };
}

function implicitlyDenied(...missing: readonly Missing[]): Decision {
  return { decision: "implicitlyDenied", because: [], missing };
}
