import { defineResource } from "../resourceType";
import { splitId } from "./splitId";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicy/ */
export const rolePolicy = defineResource({
  token: "aws:iam/rolePolicy:RolePolicy",
  title: "IAM Role Policy",
  inputs: {
    role: { type: "string", required: true, createOnly: true },
    name: { type: "string", required: true, createOnly: true, pattern: "[\\w+=,.@-]{1,128}" },
    policy: { type: "policyDocument", required: true },
  },
  identity: ["role", "name"],
  computed: [],
  goneCodes: ["NoSuchEntity"],

  async create(aws, { role, name, policy }) {
    const iam = await aws.iam();
    await iam.putRolePolicy({ RoleName: role, PolicyName: name, PolicyDocument: policy });
    return `${role}:${name}`;
  },

  async read(aws, id) {
    const [role, name] = splitId(id, ":", "role_name:role_policy_name");
    const iam = await aws.iam();
    const live = await iam.getRolePolicy({ RoleName: role, PolicyName: name });
    return { inputs: { role, name, policy: decodeURIComponent(live.PolicyDocument ?? "") }, outputs: {} };
  },

  async update(aws, _id, { role, name, policy }) {
    const iam = await aws.iam();
    await iam.putRolePolicy({ RoleName: role, PolicyName: name, PolicyDocument: policy });
  },

  async delete(aws, id) {
    const [role, name] = splitId(id, ":", "role_name:role_policy_name");
    const iam = await aws.iam();
    await iam.deleteRolePolicy({ RoleName: role, PolicyName: name });
  },
});
