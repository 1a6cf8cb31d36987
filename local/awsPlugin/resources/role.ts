import { defineResource } from "../resourceType";
import { changeTags, tagsToAws, toldTags } from "./tags";
import { differs } from "./differs";

const inputs = {
  name: { type: "string", required: true, createOnly: true, pattern: "[\\w+=,.@-]{1,64}" },
  path: { type: "string", default: "/", createOnly: true },
  assumeRolePolicy: { type: "policyDocument", required: true },
  description: { type: "string" },
  maxSessionDuration: { type: "integer", default: 3_600, least: 3_600, most: 43_200 },
  permissionsBoundary: { type: "string" },
  forceDetachPolicies: { type: "boolean", default: false },
  tags: { type: "stringMap" },
} as const;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/ */
export const role = defineResource({
  token: "aws:iam/role:Role",
  title: "IAM Role",
  inputs,
  identity: ["name"],
  computed: ["arn", "createDate", "uniqueId"],
  goneCodes: ["NoSuchEntity"],

  async create(aws, args) {
    const iam = await aws.iam();
    await iam.createRole({
      RoleName: args.name,
      Path: args.path,
      AssumeRolePolicyDocument: args.assumeRolePolicy,
      Description: args.description,
      MaxSessionDuration: args.maxSessionDuration,
      PermissionsBoundary: args.permissionsBoundary,
      Tags: tagsToAws(args.tags),
    });
    return args.name;
  },

  async read(aws, id) {
    const iam = await aws.iam();
    const { Role: live } = await iam.getRole({ RoleName: id });
    if (live === undefined) return undefined;
    return {
      inputs: {
        name: live.RoleName,
        path: live.Path,
        assumeRolePolicy: decodeURIComponent(live.AssumeRolePolicyDocument ?? ""),
        description: live.Description ?? null,
        maxSessionDuration: live.MaxSessionDuration,
        permissionsBoundary: live.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
        tags: toldTags(live.Tags),
      },
      outputs: {
        arn: live.Arn ?? "",
        createDate: live.CreateDate?.toISOString() ?? "",
        uniqueId: live.RoleId ?? "",
      },
    };
  },

  async update(aws, id, args, olds) {
    const iam = await aws.iam();
    const changed = (name: keyof typeof inputs) => differs(inputs, name, olds, args);
    if (changed("assumeRolePolicy")) {
      await iam.updateAssumeRolePolicy({ RoleName: id, PolicyDocument: args.assumeRolePolicy });
    }
    if (changed("description")) {
      await iam.updateRoleDescription({ RoleName: id, Description: args.description ?? "" });
    }
    if (changed("maxSessionDuration")) {
      await iam.updateRole({ RoleName: id, MaxSessionDuration: args.maxSessionDuration });
    }
    if (changed("permissionsBoundary")) {
      const PermissionsBoundary = args.permissionsBoundary;
      if (PermissionsBoundary === undefined) await iam.deleteRolePermissionsBoundary({ RoleName: id });
      else await iam.putRolePermissionsBoundary({ RoleName: id, PermissionsBoundary });
    }
    if (changed("tags")) {
      await changeTags(olds.tags, args.tags, {
        remove: (TagKeys) => iam.untagRole({ RoleName: id, TagKeys }),
        set: (tags) => iam.tagRole({ RoleName: id, Tags: tagsToAws(tags) }),
      });
    }
  },

  async delete(aws, id, args) {
    const iam = await aws.iam();
    if (args.forceDetachPolicies) {
      const attached = await iam.listAttachedRolePolicies({ RoleName: id, MaxItems: 1_000 });
      for (const { PolicyArn } of attached.AttachedPolicies ?? []) {
        await iam.detachRolePolicy({ RoleName: id, PolicyArn });
      }
      const inline = await iam.listRolePolicies({ RoleName: id, MaxItems: 1_000 });
      for (const PolicyName of inline.PolicyNames ?? []) {
        await iam.deleteRolePolicy({ RoleName: id, PolicyName });
      }
    }
    await iam.deleteRole({ RoleName: id });
  },
});
