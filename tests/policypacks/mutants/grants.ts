import { isDeepStrictEqual } from "node:util";
import type { Given } from "../least-privilege/crossGuard";
import { type Mutant, withProps } from "./mutant";

const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const stranger = "arn:aws:iam::999999999999:root";

/** The property of each type that says to whom the resource gives a policy. */
const holders: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicy:RolePolicy": "role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "user",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "group",
};

/** Each attachment and inline policy for one more principal, and for another one. */
export function attachedFurther(resources: readonly Given[]): readonly Mutant[] {
  return resources.flatMap((resource): readonly Mutant[] => {
    const holder = holders[resource.type];
    if (holder === undefined) return [];
    const name = resource.name ?? "";
    const others = ["somebody-else", ...otherRoles(resource, resources)];
    return others.map((other) => {
      const more: Given = {
        ...resource,
        name: `${name}-more`,
        props: { ...resource.props, [holder]: other },
      };
      return {
        kind: "attachment",
        what: `${name}: for ${holder} ${other}, too`,
        at: `${name}-more`,
        resources: [...resources, more],
      };
    });
  });
}

/** Roles that the stack makes in the account of an inline policy of a role. */
function otherRoles(resource: Given, resources: readonly Given[]): readonly string[] {
  if (resource.type !== "aws:iam/rolePolicy:RolePolicy") return [];
  return resources
    .filter(({ type, provider, props }) => {
      return (
        type === "aws:iam/role:Role" &&
        provider === resource.provider &&
        props["name"] !== resource.props["role"]
      );
    })
    .map(({ props }) => String(props["name"]));
}

/** What a property beside a document gives: policies of AWS, longer sessions, other audiences, grants. */
export function grantedBeside(resources: readonly Given[]): readonly Mutant[] {
  return resources.flatMap((resource) =>
    Object.entries(more[resource.type] ?? {}).flatMap(([how, given]): readonly Mutant[] => {
      const props = { ...resource.props, ...given };
      if (isDeepStrictEqual(props, resource.props)) return [];
      const name = resource.name ?? "";
      return [
        {
          kind: "grant",
          what: `${name}: ${how}`,
          at: name,
          resources: withProps(resources, resource, props),
        },
      ];
    }),
  );
}

const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "More", Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
});

const more: Readonly<Record<string, Readonly<Record<string, Given["props"]>>>> = {
  "aws:iam/role:Role": {
    "an administrator": { managedPolicyArns: [administrator] },
    "an inline policy": { inlinePolicies: [{ name: "more", policy: everything }] },
    "sessions of half a day": { maxSessionDuration: 43_200 },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    "of an administrator": { policyArn: administrator },
  },
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": {
    "of an administrator": { policyArn: administrator },
  },
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": {
    "of an administrator": { policyArn: administrator },
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    "one more audience": { clientIdLists: ["sts.amazonaws.com", "other"] },
  },
};

/** The stack with resources that it does not have, and that give somebody more. */
export function withNewGrants(resources: readonly Given[]): readonly Mutant[] {
  const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
  const buckets = resources.filter(({ type }) => type === "aws:s3/bucket:Bucket");
  const keys = resources.filter(({ type }) => type === "aws:kms/key:Key");
  const added = (beside: Given, type: string, props: Given["props"]): Mutant => {
    const name = `${beside.name ?? ""}-new`;
    return {
      kind: "grant",
      what: `${beside.name ?? ""}: one more ${type.slice(type.lastIndexOf(":") + 1)}`,
      at: name,
      resources: [...resources, { ...beside, madeFrom: {}, type, name, props }],
    };
  };
  return [
    ...roles.map((role) =>
      added(role, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        role: role.props["name"],
        policyArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
      }),
    ),
    ...roles.map((role) =>
      added(role, "aws:iam/rolePolicy:RolePolicy", {
        name: "more",
        role: role.props["name"],
        policy: everything,
      }),
    ),
    ...buckets.map((bucket) =>
      added(bucket, "aws:s3/bucketAcl:BucketAcl", { bucket: bucket.props["bucket"], acl: "public-read" }),
    ),
    ...buckets.map((bucket) =>
      added(bucket, "aws:s3/accessPoint:AccessPoint", {
        bucket: bucket.props["bucket"],
        name: "more",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "More",
              Effect: "Allow",
              Principal: { AWS: stranger },
              Action: "s3:PutObject",
              Resource: "arn:aws:s3:eu-west-1:111111111111:accesspoint/more/object/*",
            },
          ],
        }),
      }),
    ),
    ...keys.map((key) =>
      added(key, "aws:kms/grant:Grant", {
        keyId: key.props["keyId"],
        granteePrincipal: "arn:aws:iam::999999999999:role/other",
        operations: ["Decrypt"],
      }),
    ),
  ];
}
