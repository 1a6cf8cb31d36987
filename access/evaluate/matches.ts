import type { PreparedPolicies } from "./preparePolicies";
import type { PrincipalMatch } from "./principalElement";
import type { RequestContext } from "./requestContext";
import { matchStatement } from "./statement";
import type { PreparedStatement } from "./statement";

/** The statements of one policy list that apply to a request. */
export interface Matches {
  readonly allows: readonly PreparedStatement[];
  readonly denies: readonly PreparedStatement[];
  /** How closely the allowing statements name the caller, closest first; undefined when none allows. */
  readonly closest: PrincipalMatch | undefined;
}

/** The statements of every applicable policy list that apply to a request. */
export interface AllMatches {
  readonly identity: Matches;
  readonly resource?: Matches;
  readonly boundary?: Matches;
  readonly session?: Matches;
  readonly serviceControl: readonly Matches[];
  readonly resourceControl: readonly Matches[];
  readonly vpcEndpoint?: Matches;
}

/** Finds the statements that apply to a request. */
export function findMatches(policies: PreparedPolicies, context: RequestContext): AllMatches {
  const find = (statements: readonly PreparedStatement[]) => matchesOf(statements, context);
  return {
    identity: find(policies.identity),
    ...(policies.resource && { resource: find(policies.resource) }),
    ...(policies.boundary && { boundary: find(policies.boundary) }),
    ...(policies.session && { session: find(policies.session) }),
    serviceControl: policies.serviceControl.map(find),
    resourceControl: policies.resourceControl.map((level) => withDefault(level, find(level))),
    ...(policies.vpcEndpoint && { vpcEndpoint: find(policies.vpcEndpoint) }),
  };
}

/** Every list of matches, in the order in which statements are named. */
export function allMatches(matches: AllMatches): readonly Matches[] {
  const { identity, resource, boundary, session, serviceControl, resourceControl, vpcEndpoint } = matches;
  const lists = [identity, resource, boundary, session, ...serviceControl, ...resourceControl, vpcEndpoint];
  return lists.filter((list) => list !== undefined);
}

const closeness: readonly PrincipalMatch[] = ["direct", "role", "account"];

function matchesOf(statements: readonly PreparedStatement[], context: RequestContext): Matches {
  const allows: PreparedStatement[] = [];
  const denies: PreparedStatement[] = [];
  let closest = closeness.length;
  for (const statement of statements) {
    const match = matchStatement(statement, context);
    if (match === undefined) continue;
    if (statement.statement.effect === "Deny") {
      denies.push(statement);
    } else {
      allows.push(statement);
      closest = Math.min(closest, closeness.indexOf(match));
    }
  }
  return { allows, denies, closest: closeness[closest] };
}

/**
 * AWS attaches `RCPFullAWSAccess` to every level, and it cannot be detached: a level given without any
 * `Allow` means that policy.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html
 */
function withDefault(level: readonly PreparedStatement[], matches: Matches): Matches {
  const allowsGiven = level.some(({ statement }) => statement.effect === "Allow");
  return allowsGiven ? matches : { ...matches, closest: "direct" };
}
