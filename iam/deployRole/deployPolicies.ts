import type { Settings } from "../../settings/settings";
import { iamArn, partitionOf } from "../arn";
import { nonEmpty, policyJson, type IdentityStatement, type Values } from "../document";
import { boundaryArn } from "../service";
import { deployStatement, readingOnly, type DeployGrant, type DeployGroup } from "./deployGrant";
import type { DeployPart } from "./deployParts";
import { partGrants } from "./partGrants";

/** Which role, and what it is for. */
export interface DeployRole {
  /** 12 digits. */
  readonly accountId: string;
  /** With path and name, like `role/xput-deploy`. */
  readonly role: string;
  readonly parts: readonly DeployPart[];
  /** `read`: what a preview with a refresh takes, and no change. */
  readonly access: "deploy" | "read";
}

/** One managed policy of a deploy role. */
export interface DeployPolicy {
  /** In IAM: at most 128 characters. */
  readonly name: string;
  readonly arn: string;
  /** At most 6,144 characters. */
  readonly text: string;
}

/** Characters of a managed policy, and managed policies of a role. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const most = { policyCharacters: 6_144, policiesOfRole: 10 } as const;

/** A statement longer than this is divided by its resources, so that statements fill policies well. */
const mostResources = 40;

/** Everything that a deploy role may do, in the order of the parts. */
export function deployGrants(settings: Settings, { parts, accountId, access }: DeployRole): DeployGrant[] {
  const grants = parts.flatMap((part) => partGrants(settings, part, accountId));
  return access === "read" ? readingOnly(grants) : grants;
}

/**
 * The managed policies of a deploy role: one for each group of services, more where one would be too long.
 *
 * The last one keeps the role from changing itself, its policies and the boundary of the roles that it makes.
 *
 * @throws RangeError where there are more than 10, which IAM lets no role have by default
 */
export function deployPolicies(settings: Settings, role: DeployRole): DeployPolicy[] {
  const grants = deployGrants(settings, role);
  const groups: readonly DeployGroup[] = [...new Set(grants.map(({ group }) => group))];
  const policies = groups.flatMap((group) => {
    const statements = grants.filter((grant) => grant.group === group).flatMap(dividedStatements);
    return filled(statements).map((some, index) =>
      policyOf(settings, role, index === 0 ? group : `${group}-${index + 1}`, some),
    );
  });
  const all = policies.concat(ownProtection(settings, role, policies));
  if (all.length > most.policiesOfRole)
    throw new RangeError(
      `the deploy role of ${role.accountId} would have ${all.length} managed policies, IAM takes ${most.policiesOfRole}: give some of its sources a stack of their own`,
    );
  return all;
}

type Statements = readonly [IdentityStatement, ...IdentityStatement[]];

function policyOf(
  { destination }: Settings,
  { role, accountId }: DeployRole,
  suffix: string,
  statements: Statements,
): DeployPolicy {
  const name = `${role.slice(role.lastIndexOf("/") + 1)}-${suffix}`;
  return {
    name,
    arn: iamArn(partitionOf(destination.region), accountId, `policy/${name}`),
    text: policyJson<IdentityStatement>(...statements),
  };
}

function dividedStatements(grant: DeployGrant): IdentityStatement[] {
  if (grant.resources.length <= mostResources) return [deployStatement(grant)];
  const pieces: Values[] = [];
  for (let start = 0; start < grant.resources.length; start += mostResources)
    pieces.push(nonEmpty(grant.resources.slice(start, start + mostResources), grant.sid));
  return pieces.map((resources, index) =>
    deployStatement({ ...grant, sid: `${grant.sid}${index + 1}`, resources }),
  );
}

/** As many statements in each policy as fit, in order. */
function filled(statements: readonly IdentityStatement[]): Statements[] {
  const policies: Statements[] = [];
  for (const statement of statements) {
    const last = policies.at(-1);
    const joined: Statements | undefined = last === undefined ? undefined : [...last, statement];
    if (joined !== undefined && policyJson<IdentityStatement>(...joined).length <= most.policyCharacters)
      policies.splice(-1, 1, joined);
    else policies.push([statement]);
  }
  return policies;
}

/** Whatever else the role may do, it stays as it was made. */
function ownProtection(
  settings: Settings,
  role: DeployRole,
  policies: readonly DeployPolicy[],
): DeployPolicy[] {
  if (role.access === "read") return [];
  const partition = partitionOf(settings.destination.region);
  const own = iamArn(partition, role.accountId, role.role);
  const suffix = "limits";
  const boundary = role.parts.includes("destination") ? boundaryArn(settings) : undefined;
  const resources = [
    own,
    iamArn(partition, role.accountId, readRoleOf(role.role)),
    ...policies.map(({ arn }) => arn),
    policyOf(settings, role, suffix, [denyOwnChange([own])]).arn,
    ...(boundary === undefined ? [] : [boundary]),
  ];
  return [policyOf(settings, role, suffix, [denyOwnChange(nonEmpty(resources, "own"))])];
}

function denyOwnChange(resources: Values): IdentityStatement {
  return { Sid: "DenyOwnChange", Effect: "Deny", Action: ["iam:*"], Resource: resources };
}

/** The role for previews that stands beside a deploy role: its name with `-read`. */
export function readRoleOf(deployRole: string): string {
  return `${deployRole}-read`;
}
