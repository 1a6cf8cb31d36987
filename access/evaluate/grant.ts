import type { Caller } from "./caller";
import type { Missing } from "./decision";
import type { AllMatches, Matches } from "./matches";
import type { RequestContext } from "./requestContext";
import { isRoleAssumption } from "./roleAssumption";

/** Whether a request is granted, and by which lists of statements. */
export interface Grant {
  readonly by: readonly Matches[];
  /** Empty when it is granted. */
  readonly missing: readonly Missing[];
}

type Principal = Extract<Caller, { readonly account: string }>;

/**
 * Whether identity and resource policies grant the request, within boundary and session policies.
 *
 * - A caller without account (a service, a provider, anonymous) needs the resource policy.
 * - A principal of another account needs both sides.
 * - A principal of the same account needs one of them. A resource policy that names the user or the session
 *   itself, or everyone, is not limited by boundary and session policies; one that names the role is; one
 *   that names the account leaves the decision to the identity policies.
 * - Trust policies and key policies must allow in any case.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function grant(caller: Caller, context: RequestContext, matches: AllMatches): Grant {
  const { resource } = matches;
  const resourceMatch = resource?.closest;
  if (!("account" in caller)) {
    return resource !== undefined && resourceMatch !== undefined
      ? { by: [resource], missing: [] }
      : { by: [], missing: ["resource policy"] };
  }

  const identity = identitySide(caller, matches);
  const limits = limitsSide(matches);
  const sameAccount = caller.account === context.resourceAccount;
  if (sameAccount && resource !== undefined && resourceMatch === "direct") {
    return { by: withIdentity(identity, limits, [resource]), missing: [] };
  }
  if (sameAccount && resource !== undefined && resourceMatch === "role" && limits.missing.length === 0) {
    return { by: withIdentity(identity, limits, [resource, ...limits.by]), missing: [] };
  }

  const resourceNeeded = !sameAccount || resourceDecidesAlone(context);
  const missing = [...identity.missing, ...limits.missing];
  if (resourceNeeded && resourceMatch === undefined) missing.push("resource policy");
  if (missing.length > 0) return { by: [], missing };
  const resourceSide = resource === undefined ? [] : [resource];
  return { by: [...identity.by, ...resourceSide, ...limits.by], missing: [] };
}

/** Root users have every permission in their account without any policy. */
function identitySide(caller: Principal, { identity, session }: AllMatches): Grant {
  if (caller.kind === "root") return { by: [], missing: [] };
  if (identity.closest === undefined) return { by: [], missing: ["identity policy"] };
  // A federated user has only what session policies let through: without any, nothing.
  if (caller.kind === "federatedUser" && session === undefined)
    return { by: [], missing: ["session policy"] };
  return { by: [identity], missing: [] };
}

function limitsSide({ boundary, session }: AllMatches): Grant {
  const missing: Missing[] = [];
  if (boundary !== undefined && boundary.closest === undefined) missing.push("permissions boundary");
  if (session !== undefined && session.closest === undefined) missing.push("session policy");
  return { by: [boundary, session].filter((list) => list !== undefined), missing };
}

/** Identity policies that allow as well are named too, where boundary and session policies let them. */
function withIdentity(identity: Grant, limits: Grant, by: readonly Matches[]): readonly Matches[] {
  return limits.missing.length === 0 ? [...identity.by, ...by] : by;
}

/**
 * Whether the resource's own policy must allow also in the same account.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html
 */
function resourceDecidesAlone({ action, service, resource }: RequestContext): boolean {
  if (service === "kms") return /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource);
  return isRoleAssumption(action, resource);
}
