import { defineResource } from "../resourceType";
import { isAttached, policyArn } from "./attachedPolicy";
import { splitId } from "./splitId";

const idForm = "<role-name>/<policy_arn>";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicyattachment/ */
export const rolePolicyAttachment = defineResource({
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  title: "IAM Role Policy Attachment",
  inputs: { role: { type: "string", required: true, createOnly: true }, policyArn },
  identity: ["role", "policyArn"],
  computed: [],
  goneCodes: ["NoSuchEntity"],

  async create(aws, args) {
    const iam = await aws.iam();
    await iam.attachRolePolicy({ RoleName: args.role, PolicyArn: args.policyArn });
    return `${args.role}/${args.policyArn}`;
  },

  async read(aws, id) {
    const [role, arn] = splitId(id, "/", idForm);
    const iam = await aws.iam();
    const isThere = await isAttached(arn, (Marker) =>
      iam.listAttachedRolePolicies({ RoleName: role, Marker }),
    );
    return isThere ? { inputs: { role, policyArn: arn }, outputs: {} } : undefined;
  },

  async delete(aws, id) {
    const [role, arn] = splitId(id, "/", idForm);
    const iam = await aws.iam();
    await iam.detachRolePolicy({ RoleName: role, PolicyArn: arn });
  },
});
