import { defineResource } from "../resourceType";
import { isAttached, policyArn } from "./attachedPolicy";
import { splitId } from "./splitId";

const idForm = "<group-name>/<policy_arn>";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/grouppolicyattachment/ */
export const groupPolicyAttachment = defineResource({
  token: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  title: "IAM Group Policy Attachment",
  inputs: { group: { type: "string", required: true, createOnly: true }, policyArn },
  identity: ["group", "policyArn"],
  computed: [],
  goneCodes: ["NoSuchEntity"],

  async create(aws, args) {
    const iam = await aws.iam();
    await iam.attachGroupPolicy({ GroupName: args.group, PolicyArn: args.policyArn });
    return `${args.group}/${args.policyArn}`;
  },

  async read(aws, id) {
    const [group, arn] = splitId(id, "/", idForm);
    const iam = await aws.iam();
    const isThere = await isAttached(arn, (Marker) =>
      iam.listAttachedGroupPolicies({ GroupName: group, Marker }),
    );
    return isThere ? { inputs: { group, policyArn: arn }, outputs: {} } : undefined;
  },

  async delete(aws, id) {
    const [group, arn] = splitId(id, "/", idForm);
    const iam = await aws.iam();
    await iam.detachGroupPolicy({ GroupName: group, PolicyArn: arn });
  },
});
