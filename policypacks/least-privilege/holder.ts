import type { PolicyDocument } from "../../access/model";
import { documentsOf } from "./document";
import type { FoundResource } from "./resource";
import { isList, valuesAt, type Value } from "./value";

/** Properties that name whom an identity policy is given to, by the type that gives it. */
const holderProperties: Readonly<
  Record<string, readonly (readonly ["role" | "user" | "group", readonly string[]])[]>
> = {
  "aws:iam/rolePolicy:RolePolicy": [["role", ["role"]]],
  "aws:iam/userPolicy:UserPolicy": [["user", ["user"]]],
  "aws:iam/groupPolicy:GroupPolicy": [["group", ["group"]]],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [["role", ["role"]]],
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": [["user", ["user"]]],
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": [["group", ["group"]]],
  "aws:iam/policyAttachment:PolicyAttachment": [
    ["role", ["roles", "*"]],
    ["user", ["users", "*"]],
    ["group", ["groups", "*"]],
  ],
};

/** Somebody to whom the stack gives an identity policy. */
export interface Holder {
  readonly kind: "role" | "user" | "group";
  /** Its name, without path; where it is not known, the URN of the resource in the stack that it is made from. */
  readonly name: string;
  /** 12 digits; absent where the provider does not say. */
  readonly account: string | undefined;
  readonly document: PolicyDocument;
  /** The resource that holds the document. */
  readonly source: FoundResource;
  readonly path: string;
}

/** Everybody to whom the stack gives an identity policy that can be read, inline or attached. */
export function holders(resources: readonly FoundResource[]): readonly Holder[] {
  return resources.flatMap((resource): readonly Holder[] => [
    ...inline(resource),
    ...attached(resource, resources),
  ]);
}

function inline(resource: FoundResource): readonly Holder[] {
  const own: readonly (readonly ["role" | "user" | "group", string])[] =
    resource.type === "aws:iam/role:Role"
      ? [["role", textOf(resource.properties["name"]) ?? resource.urn]]
      : named(resource);
  return own.flatMap(([kind, name]) => documents(resource, resource, kind, name));
}

/** Managed policies of the stack, where an attachment names their ARN or is made from them. */
function attached(resource: FoundResource, resources: readonly FoundResource[]): readonly Holder[] {
  const arn = textOf(resource.properties["policyArn"]);
  if (!Object.hasOwn(resource.properties, "policyArn")) return [];
  const policies = resources.filter(
    ({ type, urn, properties, accountId }) =>
      type === "aws:iam/policy:Policy" &&
      (arn === undefined
        ? (resource.madeFrom["policyArn"] ?? []).includes(urn)
        : properties["arn"] === arn ||
          (accountId === arn.split(":")[4] &&
            textOf(properties["name"]) === arn.slice(arn.lastIndexOf("/") + 1))),
  );
  return policies.flatMap((policy) =>
    named(resource).flatMap(([kind, name]) => documents(policy, resource, kind, name)),
  );
}

function documents(
  source: FoundResource,
  { accountId }: FoundResource,
  kind: Holder["kind"],
  name: string,
): readonly Holder[] {
  return documentsOf(source, ["identity"]).flatMap((found) =>
    found.state === "read"
      ? [{ kind, name, account: accountId, document: found.policy.document, source, path: found.policy.path }]
      : [],
  );
}

function named(resource: FoundResource): readonly (readonly [Holder["kind"], string])[] {
  return (holderProperties[resource.type] ?? []).flatMap(([kind, steps]) =>
    valuesAt(resource.properties, steps).flatMap(({ value }) => {
      const name = textOf(value) ?? resource.madeFrom[steps[0] ?? ""]?.[0];
      return name === undefined || isList(value)
        ? []
        : [[kind, name.slice(name.lastIndexOf("/") + 1)] as const];
    }),
  );
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
