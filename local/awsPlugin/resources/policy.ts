import type { IAM } from "@aws-sdk/client-iam";
import { defineResource } from "../resourceType";
import { differs } from "./differs";
import { changeTags, tagsToAws, toldTags } from "./tags";

/** A managed policy keeps at most 5 versions. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostVersions = 5;

const inputs = {
  name: { type: "string", required: true, createOnly: true, pattern: "[\\w+=,.@-]{1,128}" },
  path: { type: "string", default: "/", createOnly: true },
  description: { type: "string", createOnly: true },
  policy: { type: "policyDocument", required: true },
  tags: { type: "stringMap" },
} as const;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/policy/ */
export const policy = defineResource({
  token: "aws:iam/policy:Policy",
  title: "IAM Policy",
  inputs,
  identity: ["name"],
  computed: ["arn", "policyId", "attachmentCount"],
  goneCodes: ["NoSuchEntity"],

  async create(aws, args) {
    const iam = await aws.iam();
    const { Policy: made } = await iam.createPolicy({
      PolicyName: args.name,
      Path: args.path,
      Description: args.description,
      PolicyDocument: args.policy,
      Tags: tagsToAws(args.tags),
    });
    if (made?.Arn === undefined) throw new Error("AWS answered without the policy's ARN");
    return made.Arn;
  },

  async read(aws, id) {
    const iam = await aws.iam();
    const { Policy: live } = await iam.getPolicy({ PolicyArn: id });
    if (live === undefined) return undefined;
    const { PolicyVersion: version } = await iam.getPolicyVersion({
      PolicyArn: id,
      VersionId: live.DefaultVersionId,
    });
    return {
      inputs: {
        name: live.PolicyName,
        path: live.Path,
        description: live.Description ?? null,
        policy: decodeURIComponent(version?.Document ?? ""),
        tags: toldTags(live.Tags),
      },
      outputs: {
        arn: id,
        policyId: live.PolicyId ?? "",
        attachmentCount: live.AttachmentCount ?? 0,
      },
    };
  },

  async update(aws, id, args, olds) {
    const iam = await aws.iam();
    if (differs(inputs, "policy", olds, args)) {
      await makeRoomForVersion(iam, id);
      await iam.createPolicyVersion({ PolicyArn: id, PolicyDocument: args.policy, SetAsDefault: true });
    }
    if (differs(inputs, "tags", olds, args)) {
      await changeTags(olds.tags, args.tags, {
        remove: (TagKeys) => iam.untagPolicy({ PolicyArn: id, TagKeys }),
        set: (tags) => iam.tagPolicy({ PolicyArn: id, Tags: tagsToAws(tags) }),
      });
    }
  },

  async delete(aws, id) {
    const iam = await aws.iam();
    for (const VersionId of await otherVersions(iam, id)) {
      await iam.deletePolicyVersion({ PolicyArn: id, VersionId });
    }
    await iam.deletePolicy({ PolicyArn: id });
  },
});

async function makeRoomForVersion(iam: IAM, arn: string): Promise<void> {
  const others = await otherVersions(iam, arn);
  const oldest = others[0];
  if (others.length < mostVersions - 1 || oldest === undefined) return;
  await iam.deletePolicyVersion({ PolicyArn: arn, VersionId: oldest });
}

/** The ids of the versions that are not the default one, the oldest first. */
async function otherVersions(iam: IAM, arn: string): Promise<readonly string[]> {
  const { Versions = [] } = await iam.listPolicyVersions({ PolicyArn: arn });
  return Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion)
    .sort((one, other) => (one.CreateDate?.getTime() ?? 0) - (other.CreateDate?.getTime() ?? 0))
    .flatMap(({ VersionId }) => (VersionId === undefined ? [] : [VersionId]));
}
