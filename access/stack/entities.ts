import { References } from "./references";
import type { Referent } from "./references";
import type { StackReading } from "./stackReading";
import { answered, property } from "./stackResource";
import type { StackResource } from "./stackResource";
import { unknown } from "./value";
import type { Value } from "./value";

/** What policies can be given to. */
export const entityKinds = ["role", "user", "group"] as const;
export type EntityKind = (typeof entityKinds)[number];

const typeOf: Readonly<Record<EntityKind, string>> = {
  role: "aws:iam/role:Role",
  user: "aws:iam/user:User",
  group: "aws:iam/group:Group",
};

/** A role, user or group that the stack has, or gives policies to. */
export interface Entity extends Referent {
  readonly kind: EntityKind;
  readonly name: string;
  /** Absent where another stack has it. */
  readonly resource: StackResource | undefined;
}

/** The entities of one kind. */
export class Entities extends References<Entity> {
  readonly all: Entity[];

  constructor(
    readonly kind: EntityKind,
    private readonly reading: StackReading,
  ) {
    const all = reading.of(typeOf[kind]).map((resource) => inStack(kind, resource, reading));
    super(all);
    this.all = all;
  }

  /** What a property names; an entity of its own where the stack does not have it. Undefined, and reported, where it is not known. */
  named(part: StackResource, name: string, value: Value | undefined): Entity | undefined {
    const account = this.reading.account(part);
    const known = this.find(part, name, value, account);
    if (known !== undefined) return known;
    if (typeof value !== "string" || value === "" || value.startsWith("urn:")) {
      const message = `it is not known which ${this.kind} this is for: it is left out`;
      if (value !== undefined) this.reading.report(part, name, "unknown", message, true);
      return undefined;
    }
    const arn = value.startsWith("arn:")
      ? value
      : `arn:${this.reading.partition(part)}:iam::${account}:${this.kind}/${value}`;
    const last = arn.slice(arn.lastIndexOf("/") + 1);
    const owner = arn.split(":")[4] ?? account;
    const entity: Entity = {
      kind: this.kind,
      arn,
      account: owner,
      name: last,
      names: [last],
      urns: [],
      resource: undefined,
    };
    this.all.push(entity);
    this.add(entity);
    const message = `${this.kind} ${last} of ${owner} is not in the stack: its other policies are not known`;
    this.reading.report(part, name, "notInStack", message, false);
    return entity;
  }
}

/** The roles, users and groups of a stack. */
export function entityReferents(reading: StackReading): Readonly<Record<EntityKind, Entities>> {
  return {
    role: new Entities("role", reading),
    user: new Entities("user", reading),
    group: new Entities("group", reading),
  };
}

function inStack(kind: EntityKind, resource: StackResource, reading: StackReading): Entity {
  const account = reading.account(resource);
  const name = reading.awsName(resource, "name");
  const arn =
    answered(resource, "arn") ??
    `arn:${reading.partition(resource)}:iam::${account}:${kind}${pathOf(resource, reading)}${name}`;
  const names = resource.id === undefined ? [name] : [...new Set([name, resource.id])];
  return { kind, arn, account, name, names, urns: [resource.urn], resource };
}

/** The path of an IAM resource; `/` where it is not known. */
export function pathOf(resource: StackResource, reading: StackReading): string {
  const path = property(resource, "path");
  if (path === unknown)
    reading.report(
      resource,
      "path",
      "unknown",
      "the path is not known: documents that name it are not recognised",
      true,
    );
  return typeof path === "string" ? path : "/";
}
