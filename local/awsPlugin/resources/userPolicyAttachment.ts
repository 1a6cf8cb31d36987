import { defineResource } from "../resourceType";
import { splitId } from "./splitId";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/userpolicyattachment/ */
export const userPolicyAttachment = defineResource({
  token: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  title: "IAM User Policy Attachment",
  inputs: {
    user: { type: "string", required: true, createOnly: true },
    policyArn: {
      type: "string",
      required: true,
      createOnly: true,
      pattern: "arn:aws[a-z-]*:iam::.*:policy/.+",
    },
  },
  identity: ["user", "policyArn"],
  computed: [],
  goneCodes: ["NoSuchEntity"],

  async create(aws, { user, policyArn }) {
    const iam = await aws.iam();
    await iam.attachUserPolicy({ UserName: user, PolicyArn: policyArn });
    return `${user}/${policyArn}`;
  },

  async read(aws, id) {
    const [user, policyArn] = splitId(id, "/", "<user-name>/<policy_arn>");
    const iam = await aws.iam();
    for (let Marker: string | undefined; ;) {
      const page = await iam.listAttachedUserPolicies({ UserName: user, Marker });
      const isThere = page.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policyArn);
      if (isThere) return { inputs: { user, policyArn }, outputs: {} };
      if (!page.IsTruncated) return undefined;
      Marker = page.Marker;
    }
  },

  async delete(aws, id) {
    const [user, policyArn] = splitId(id, "/", "<user-name>/<policy_arn>");
    const iam = await aws.iam();
    await iam.detachUserPolicy({ UserName: user, PolicyArn: policyArn });
  },
});
