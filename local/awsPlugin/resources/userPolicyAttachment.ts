import { defineResource } from "../resourceType";
import { isAttached, policyArn } from "./attachedPolicy";
import { splitId } from "./splitId";

const idForm = "<user-name>/<policy_arn>";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/userpolicyattachment/ */
export const userPolicyAttachment = defineResource({
  token: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  title: "IAM User Policy Attachment",
  inputs: { user: { type: "string", required: true, createOnly: true }, policyArn },
  identity: ["user", "policyArn"],
  computed: [],
  goneCodes: ["NoSuchEntity"],

  async create(aws, args) {
    const iam = await aws.iam();
    await iam.attachUserPolicy({ UserName: args.user, PolicyArn: args.policyArn });
    return `${args.user}/${args.policyArn}`;
  },

  async read(aws, id) {
    const [user, arn] = splitId(id, "/", idForm);
    const iam = await aws.iam();
    const isThere = await isAttached(arn, (Marker) =>
      iam.listAttachedUserPolicies({ UserName: user, Marker }),
    );
    return isThere ? { inputs: { user, policyArn: arn }, outputs: {} } : undefined;
  },

  async delete(aws, id) {
    const [user, arn] = splitId(id, "/", idForm);
    const iam = await aws.iam();
    await iam.detachUserPolicy({ UserName: user, PolicyArn: arn });
  },
});
