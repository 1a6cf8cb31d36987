import { defineResource } from "../resourceType";
import { splitId } from "./splitId";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicyattachment/ */
export const rolePolicyAttachment = defineResource({
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  title: "IAM Role Policy Attachment",
  inputs: {
    role: { type: "string", required: true, createOnly: true },
    policyArn: {
      type: "string",
      required: true,
      createOnly: true,
      pattern: "arn:aws[a-z-]*:iam::.*:policy/.+",
    },
  },
  identity: ["role", "policyArn"],
  computed: [],
  goneCodes: ["NoSuchEntity"],

  async create(aws, { role, policyArn }) {
    const iam = await aws.iam();
    await iam.attachRolePolicy({ RoleName: role, PolicyArn: policyArn });
    return `${role}/${policyArn}`;
  },

  async read(aws, id) {
    const [role, policyArn] = splitId(id, "/", "<role-name>/<policy_arn>");
    const iam = await aws.iam();
    for (let Marker: string | undefined; ;) {
      const page = await iam.listAttachedRolePolicies({ RoleName: role, Marker });
      const isThere = page.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policyArn);
      if (isThere) return { inputs: { role, policyArn }, outputs: {} };
      if (!page.IsTruncated) return undefined;
      Marker = page.Marker;
    }
  },

  async delete(aws, id) {
    const [role, policyArn] = splitId(id, "/", "<role-name>/<policy_arn>");
    const iam = await aws.iam();
    await iam.detachRolePolicy({ RoleName: role, PolicyArn: policyArn });
  },
});
