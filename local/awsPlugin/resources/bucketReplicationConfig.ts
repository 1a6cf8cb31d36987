import { defineResource } from "../resourceType";
import type { Checked } from "../schema";
import type { Aws } from "../session";
import { replicationRule, ruleToAws, toldRule } from "./replicationRule";

const inputs = {
  bucket: { type: "string", required: true, createOnly: true },
  role: { type: "string", required: true, pattern: "arn:aws[a-z-]*:iam::\\d{12}:role/.+" },
  rules: { type: "list", required: true, least: 1, most: 1_000, of: replicationRule },
} as const;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketreplicationconfig/ */
export const bucketReplicationConfig = defineResource({
  token: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  title: "S3 Bucket Replication Configuration",
  inputs,
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket", "ReplicationConfigurationNotFoundError"],

  async create(aws, args) {
    await put(aws, args.bucket, args);
    return args.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const { ReplicationConfiguration: live } = await s3.getBucketReplication({ Bucket: id });
    if (live === undefined) return undefined;
    return { inputs: { bucket: id, role: live.Role, rules: (live.Rules ?? []).map(toldRule) }, outputs: {} };
  },

  async update(aws, id, args) {
    await put(aws, id, args);
  },

  async delete(aws, id) {
    const s3 = await aws.s3();
    await s3.deleteBucketReplication({ Bucket: id });
  },
});

async function put(aws: Aws, Bucket: string, { role, rules }: Checked<typeof inputs>): Promise<void> {
  const s3 = await aws.s3();
  await s3.putBucketReplication({
    Bucket,
    ReplicationConfiguration: { Role: role, Rules: rules.map(ruleToAws) },
  });
}
