import type { GroupFacts, ManagedPolicyFacts, NamedDocument, RoleFacts, UserFacts } from "../effective/facts";
import { awsManagedPolicy } from "./awsManagedPolicies";
import { entityKinds, entityReferents } from "./entities";
import type { Entity, EntityKind } from "./entities";
import { attachedPolicies, groupNames, inlinePolicies, managedPolicyReferents } from "./identityPolicies";
import type { Holdings } from "./identityPolicies";
import { otherPolicies } from "./otherPolicies";
import type { DocumentOrUnknown, StackReading } from "./stackReading";
import type { StackResource } from "./stackResource";
import { declared, property } from "./stackResource";
import { unknown } from "./value";

/** A role, user or group that the stack gives policies to without having it. Its other policies are not known. */
export interface PartlyKnown {
  readonly kind: EntityKind;
  /** 12 digits. */
  readonly account: string;
  readonly name: string;
  /** As the documents of the stack name it; with the path left out where none does. */
  readonly arn: string;
  /** The policies that the stack gives it. */
  readonly documents: readonly NamedDocument[];
  /** Those of them that are not known: ARNs, or what they are. */
  readonly unknownPolicies: readonly string[];
}

/** Roles, users, groups and managed policies. */
export interface IdentityFactsOfStack {
  readonly roles: readonly RoleFacts[];
  readonly users: readonly UserFacts[];
  readonly groups: readonly GroupFacts[];
  readonly managedPolicies: readonly ManagedPolicyFacts[];
  readonly partlyKnown: readonly PartlyKnown[];
}

/**
 * Reads the IAM resources of a stack.
 *
 * A role, user or group that the stack has is taken to have the policies that the stack gives it and no others. One
 * that it gives policies to without having it is partly known: docs/stack-access.md says how it is taken.
 *
 * @param owners accounts that own a bucket or a key of the stack
 * @param named tells the ARNs that the documents of the stack name
 */
export function identityFacts(
  reading: StackReading,
  owners: ReadonlySet<string>,
  named: (kind: EntityKind, account: string, name: string) => readonly string[],
): IdentityFactsOfStack {
  const entities = entityReferents(reading);
  const policies = managedPolicyReferents(reading);
  const holdings = new Map<Entity, Holdings>();
  const of = (entity: Entity): Holdings => {
    const found = holdings.get(entity) ?? { inline: [], attached: [], groups: [] };
    holdings.set(entity, found);
    return found;
  };
  inlinePolicies(reading, entities, of);
  attachedPolicies(reading, entities, policies, of);
  groupNames(reading, entities, of);

  const known = entityKinds.flatMap((kind) => entities[kind].all);
  const inStack = known.filter((one) => one.resource !== undefined);
  const managed = new Map(policies.facts.map((one) => [one.arn, one]));
  const documentOf = (arn: string): ManagedPolicyFacts | undefined =>
    managed.get(arn) ?? awsManagedPolicy(arn);
  const partlyKnown = known
    .filter(({ resource }) => resource === undefined)
    .flatMap((entity): readonly PartlyKnown[] => {
      const { inline, attached } = of(entity);
      const arns = named(entity.kind, entity.account, entity.name);
      return (arns.length === 0 ? [entity.arn] : arns).map((arn) => ({
        kind: entity.kind,
        account: entity.account,
        name: entity.name,
        arn,
        documents: [...inline, ...attached.flatMap((one) => documentOf(one) ?? [])],
        unknownPolicies: attached.filter((one) => documentOf(one) === undefined),
      }));
    });
  const inOwnAccount = (one: PartlyKnown) => owners.has(one.account);
  const partsOf = (one: PartlyKnown) => ({
    arn: one.arn,
    inline: otherPolicies(one),
    attached: one.unknownPolicies,
  });
  const groupsOf = (one: PartlyKnown): readonly string[] =>
    known
      .filter(({ kind, account, name }) => kind === one.kind && account === one.account && name === one.name)
      .flatMap((entity) => of(entity).groups);

  const roles = inStack
    .filter(({ kind }) => kind === "role")
    .map((entity) => roleFacts(entity, of(entity), reading, policies));
  const users = inStack.filter(({ kind }) => kind === "user");
  const outside = partlyKnown.filter(inOwnAccount);
  const allRoles = roles.filter((one): one is RoleFacts => "trust" in one);
  const allUsers: readonly UserFacts[] = [
    ...roles.filter((one): one is UserFacts => !("trust" in one)),
    ...users.map((entity) => ({
      arn: entity.arn,
      ...of(entity),
      ...boundaryOf(entity, reading, policies),
    })),
    ...outside
      .filter(({ kind }) => kind !== "group")
      .map((one) => ({ ...partsOf(one), groups: groupsOf(one) })),
  ];
  const groups: readonly GroupFacts[] = [
    ...inStack
      .filter(({ kind }) => kind === "group")
      .map((entity) => ({ arn: entity.arn, inline: of(entity).inline, attached: of(entity).attached })),
    // A group of which a user of the stack is a member counts wherever it is.
    ...partlyKnown.filter(({ kind }) => kind === "group").map(partsOf),
  ];
  const boundaries = [...allRoles, ...allUsers].flatMap(({ boundary }) => boundary ?? []);
  const attached = [...allRoles, ...allUsers, ...groups].flatMap((one) => one.attached);
  const ofAws = [...new Set([...attached, ...boundaries])]
    .sort()
    .flatMap((arn) => awsManagedPolicy(arn) ?? []);
  return {
    roles: allRoles,
    users: allUsers,
    groups,
    managedPolicies: [...policies.facts, ...ofAws],
    partlyKnown,
  };
}

/** A role whose trust is not known is given as one whose way in is not known: among the users. */
function roleFacts(
  entity: Entity,
  { inline, attached }: Holdings,
  reading: StackReading,
  policies: ReturnType<typeof managedPolicyReferents>,
): RoleFacts | UserFacts {
  const { resource, arn, name } = entity;
  const own = { arn, inline, attached, ...boundaryOf(entity, reading, policies) };
  const document = resource === undefined ? unknown : trustOf(resource, reading);
  return document === unknown
    ? { ...own, groups: [] }
    : { ...own, trust: { name: `trust policy of ${name}`, document } };
}

/** The trust policy of a role. */
export function trustOf(role: StackResource, reading: StackReading): DocumentOrUnknown {
  const value = declared(role, "assumeRolePolicy") ?? unknown;
  const taken = "the role is listed itself, not those who may assume it";
  return reading.document(role, "assumeRolePolicy", value, "trust", taken, true);
}

function boundaryOf(
  { resource }: Entity,
  reading: StackReading,
  policies: ReturnType<typeof managedPolicyReferents>,
): { readonly boundary?: string } {
  if (resource === undefined) return {};
  const value = property(resource, "permissionsBoundary");
  if (value === undefined || value === "") return {};
  const found = policies.find(resource, "permissionsBoundary", value, undefined);
  if (found !== undefined) return { boundary: found.arn };
  if (typeof value === "string") return { boundary: value };
  reading.report(
    resource,
    "permissionsBoundary",
    "unknown",
    "the boundary is not known: it is taken to set no limit",
    false,
  );
  return { boundary: `boundary of ${resource.name}` };
}
