import type { EncryptionType, ServerSideEncryption } from "@aws-sdk/client-s3";
import { defineResource } from "../resourceType";
import type { Checked } from "../schema";
import type { Aws } from "../session";

const inputs = {
  bucket: { type: "string", required: true, createOnly: true },
  rules: {
    type: "list",
    required: true,
    least: 1,
    most: 1,
    unordered: true,
    of: {
      type: "object",
      properties: {
        applyServerSideEncryptionByDefault: {
          type: "object",
          properties: {
            sseAlgorithm: { type: "string", required: true, values: ["AES256", "aws:kms", "aws:kms:dsse"] },
            kmsMasterKeyId: { type: "string" },
          },
        },
        bucketKeyEnabled: { type: "boolean", default: false },
        blockedEncryptionTypes: { type: "stringSet", values: ["SSE-C", "NONE"], computed: true },
      },
    },
  },
} as const;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketserversideencryptionconfiguration/ */
export const bucketServerSideEncryptionConfiguration = defineResource({
  token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  title: "S3 Bucket Server-side Encryption Configuration",
  inputs,
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError"],

  async create(aws, args) {
    await put(aws, args);
    return args.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const { ServerSideEncryptionConfiguration: live } = await s3.getBucketEncryption({ Bucket: id });
    const rules = (live?.Rules ?? []).map((rule) => {
      const byDefault = rule.ApplyServerSideEncryptionByDefault;
      return {
        applyServerSideEncryptionByDefault:
          byDefault === undefined
            ? null
            : { sseAlgorithm: byDefault.SSEAlgorithm, kmsMasterKeyId: byDefault.KMSMasterKeyID ?? null },
        bucketKeyEnabled: rule.BucketKeyEnabled,
        blockedEncryptionTypes: rule.BlockedEncryptionTypes?.EncryptionType,
      };
    });
    return { inputs: { bucket: id, rules }, outputs: {} };
  },

  async update(aws, _id, args) {
    await put(aws, args);
  },

  async delete(aws, id) {
    const s3 = await aws.s3();
    await s3.deleteBucketEncryption({ Bucket: id });
  },
});

async function put(aws: Aws, { bucket, rules }: Checked<typeof inputs>): Promise<void> {
  const s3 = await aws.s3();
  await s3.putBucketEncryption({
    Bucket: bucket,
    ServerSideEncryptionConfiguration: {
      Rules: rules.map((rule) => {
        const byDefault = rule.applyServerSideEncryptionByDefault;
        const blocked = rule.blockedEncryptionTypes;
        return {
          ...(byDefault === undefined
            ? {}
            : {
                ApplyServerSideEncryptionByDefault: {
                  SSEAlgorithm: byDefault.sseAlgorithm as ServerSideEncryption,
                  KMSMasterKeyID: byDefault.kmsMasterKeyId,
                },
              }),
          BucketKeyEnabled: rule.bucketKeyEnabled,
          ...(blocked === undefined
            ? {}
            : { BlockedEncryptionTypes: { EncryptionType: blocked as EncryptionType[] } }),
        };
      }),
    },
  });
}
