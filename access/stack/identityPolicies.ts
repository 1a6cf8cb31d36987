import type { ManagedPolicyFacts, NamedDocument } from "../effective/facts";
import { entityKinds, pathOf } from "./entities";
import type { Entities, Entity, EntityKind } from "./entities";
import { References } from "./references";
import type { Referent } from "./references";
import type { StackReading } from "./stackReading";
import { answered, declared, property } from "./stackResource";
import type { StackResource } from "./stackResource";
import { items, member, unknown } from "./value";
import type { Value } from "./value";

/** What the stack gives a role, user or group. */
export interface Holdings {
  readonly inline: NamedDocument[];
  /** ARNs of managed policies; a few words for each policy that is not known. */
  readonly attached: string[];
  /** Names of groups. */
  readonly groups: string[];
}

type Of = (entity: Entity) => Holdings;
type EntitiesByKind = Readonly<Record<EntityKind, Entities>>;

/** The managed policies of a stack. */
export function managedPolicyReferents(reading: StackReading): References<Referent> & {
  readonly facts: readonly ManagedPolicyFacts[];
} {
  const facts: ManagedPolicyFacts[] = [];
  const all = reading.of("aws:iam/policy:Policy").map((resource): Referent => {
    const account = reading.account(resource);
    const name = reading.awsName(resource, "name");
    const arn =
      answered(resource, "arn") ??
      `arn:${reading.partition(resource)}:iam::${account}:policy${pathOf(resource, reading)}${name}`;
    const value = declared(resource, "policy") ?? null;
    const document = reading.document(resource, "policy", value, "identity", everything, false);
    if (document !== unknown) facts.push({ arn, name: `policy ${name} of ${account}`, document });
    return { arn, account, names: resource.id === undefined ? [] : [resource.id], urns: [resource.urn] };
  });
  return Object.assign(new References(all), { facts });
}

const everything = "it is taken to allow everything";

/** Adds the policies that roles, users and groups have for themselves. */
export function inlinePolicies(reading: StackReading, entities: EntitiesByKind, of: Of): void {
  const add = (
    entity: Entity,
    part: StackResource,
    path: string,
    name: string,
    value: Value | undefined,
  ): void => {
    const label = `${entity.kind} ${entity.name}, inline ${name}`;
    const document = reading.document(part, path, value ?? null, "identity", everything, false);
    const { inline, attached } = of(entity);
    if (document === unknown) attached.push(label);
    else if (
      !inline.some((one) => one.name === label && JSON.stringify(one.document) === JSON.stringify(document))
    )
      inline.push({ name: label, document });
  };
  const types = {
    role: "aws:iam/rolePolicy:RolePolicy",
    user: "aws:iam/userPolicy:UserPolicy",
    group: "aws:iam/groupPolicy:GroupPolicy",
  } as const;
  for (const kind of entityKinds) {
    for (const part of reading.of(types[kind])) {
      const entity = entities[kind].named(part, kind, property(part, kind));
      if (entity !== undefined) add(entity, part, "policy", inlineName(part), property(part, "policy"));
    }
  }
  for (const entity of entities.role.all) {
    const { resource } = entity;
    if (resource === undefined) continue;
    for (const [index, one] of items(declared(resource, "inlinePolicies")).entries()) {
      const policy = member(one, "policy");
      const name = member(one, "name");
      // The AWS provider takes one without name and policy for "no inline policies".
      if (policy === undefined || policy === "") continue;
      add(
        entity,
        resource,
        `inlinePolicies[${index}].policy`,
        typeof name === "string" ? name : `${index}`,
        policy,
      );
    }
  }
  for (const part of reading.of("aws:iam/rolePoliciesExclusive:RolePoliciesExclusive")) {
    const entity = entities.role.named(part, "roleName", property(part, "roleName"));
    if (entity === undefined) continue;
    const own = of(entity);
    for (const name of items(property(part, "policyNames"))) {
      const label = `${entity.kind} ${entity.name}, inline ${typeof name === "string" ? name : "not known"}`;
      if (own.inline.some((one) => one.name === label) || own.attached.includes(label)) continue;
      reading.report(part, "policyNames", "notInStack", `${label} is not in the stack: ${everything}`, false);
      own.attached.push(label);
    }
  }
}

/** The name of an inline policy: it is only told, never looked up. */
function inlineName(part: StackResource): string {
  const name = property(part, "name");
  return typeof name === "string" ? name : part.name;
}

/** Adds the managed policies that are attached to roles, users and groups. */
export function attachedPolicies(
  reading: StackReading,
  entities: EntitiesByKind,
  policies: References<Referent>,
  of: Of,
): void {
  const attach = (entity: Entity, part: StackResource, path: string, value: Value | undefined): void => {
    if (value === undefined || value === "") return;
    const { attached } = of(entity);
    const known =
      policies.find(part, path, value, undefined)?.arn ?? (typeof value === "string" ? value : undefined);
    const label = known ?? `policy of ${part.name}`;
    if (known === undefined)
      reading.report(part, path, "unknown", `it is not known which policy this is: ${everything}`, false);
    if (!attached.includes(label)) attached.push(label);
  };
  const types = {
    role: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    user: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    group: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  } as const;
  const exclusiveTypes = {
    role: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    user: "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
    group: "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
  } as const;
  for (const kind of entityKinds) {
    for (const part of reading.of(types[kind])) {
      const entity = entities[kind].named(part, kind, property(part, kind));
      if (entity !== undefined) attach(entity, part, "policyArn", property(part, "policyArn"));
    }
    for (const part of reading.of(exclusiveTypes[kind])) {
      const entity = entities[kind].named(part, `${kind}Name`, property(part, `${kind}Name`));
      if (entity === undefined) continue;
      for (const arn of items(property(part, "policyArns"))) attach(entity, part, "policyArns", arn);
    }
    for (const part of reading.of("aws:iam/policyAttachment:PolicyAttachment")) {
      for (const one of items(property(part, `${kind}s`))) {
        const entity = entities[kind].named(part, `${kind}s`, one);
        if (entity !== undefined) attach(entity, part, "policyArn", property(part, "policyArn"));
      }
    }
  }
  for (const entity of entities.role.all) {
    if (entity.resource === undefined) continue;
    for (const arn of items(declared(entity.resource, "managedPolicyArns")))
      attach(entity, entity.resource, "managedPolicyArns", arn);
  }
}

/** Adds the groups that users are members of. */
export function groupNames(reading: StackReading, { user, group }: EntitiesByKind, of: Of): void {
  const join = (member: Entity | undefined, groups: Entity | undefined): void => {
    if (member === undefined || groups === undefined) return;
    const own = of(member).groups;
    if (!own.includes(groups.name)) own.push(groups.name);
  };
  for (const part of reading.of("aws:iam/userGroupMembership:UserGroupMembership")) {
    const who = user.named(part, "user", property(part, "user"));
    for (const one of items(property(part, "groups"))) join(who, group.named(part, "groups", one));
  }
  for (const part of reading.of("aws:iam/groupMembership:GroupMembership")) {
    const whole = group.named(part, "group", property(part, "group"));
    for (const one of items(property(part, "users"))) join(user.named(part, "users", one), whole);
  }
}
