import type { ObjectLockRetentionMode } from "@aws-sdk/client-s3";
import { defineResource } from "../resourceType";
import type { Checked } from "../schema";
import type { Aws } from "../session";

const inputs = {
  bucket: { type: "string", required: true, createOnly: true },
  objectLockEnabled: { type: "string", values: ["Enabled"], default: "Enabled", createOnly: true },
  rule: {
    type: "object",
    properties: {
      defaultRetention: {
        type: "object",
        required: true,
        exclusive: ["days", "years"],
        properties: {
          mode: { type: "string", values: ["COMPLIANCE", "GOVERNANCE"] },
          days: { type: "integer", least: 1, most: 36_500 },
          years: { type: "integer", least: 1, most: 100 },
        },
      },
    },
  },
} as const;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketobjectlockconfiguration/ */
export const bucketObjectLockConfiguration = defineResource({
  token: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  title: "S3 Bucket Object Lock Configuration",
  inputs,
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket", "ObjectLockConfigurationNotFoundError"],

  async create(aws, args) {
    await put(aws, args.bucket, args.rule);
    return args.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const { ObjectLockConfiguration: live } = await s3.getObjectLockConfiguration({ Bucket: id });
    if (live === undefined) return undefined;
    const retention = live.Rule?.DefaultRetention;
    return {
      inputs: {
        bucket: id,
        objectLockEnabled: live.ObjectLockEnabled,
        rule:
          retention === undefined
            ? null
            : {
                defaultRetention: {
                  mode: retention.Mode,
                  days: retention.Days ?? null,
                  years: retention.Years ?? null,
                },
              },
      },
      outputs: {},
    };
  },

  async update(aws, id, args) {
    await put(aws, id, args.rule);
  },

  // Object lock cannot be taken back; only its default retention can.
  async delete(aws, id) {
    await put(aws, id, undefined);
  },
});

async function put(aws: Aws, Bucket: string, rule: Checked<typeof inputs>["rule"]): Promise<void> {
  const s3 = await aws.s3();
  await s3.putObjectLockConfiguration({
    Bucket,
    ObjectLockConfiguration: {
      ObjectLockEnabled: "Enabled",
      ...(rule && {
        Rule: {
          DefaultRetention: {
            Mode: rule.defaultRetention.mode as ObjectLockRetentionMode | undefined,
            Days: rule.defaultRetention.days,
            Years: rule.defaultRetention.years,
          },
        },
      }),
    },
  });
}
