import type { BucketVersioningStatus } from "@aws-sdk/client-s3";
import { isAwsError } from "../awsError";
import { defineResource } from "../resourceType";
import type { Aws } from "../session";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketversioning/ */
export const bucketVersioning = defineResource({
  token: "aws:s3/bucketVersioning:BucketVersioning",
  title: "S3 Bucket Versioning",
  inputs: {
    bucket: { type: "string", required: true, createOnly: true },
    versioningConfiguration: {
      type: "object",
      required: true,
      properties: { status: { type: "string", required: true, values: ["Enabled", "Suspended"] } },
    },
  },
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket"],

  async create(aws, { bucket, versioningConfiguration }) {
    await put(aws, bucket, versioningConfiguration.status);
    return bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const { Status } = await s3.getBucketVersioning({ Bucket: id });
    // S3 tells no status for a bucket that never had versions; the official plugin calls that Disabled.
    const status = Status ?? "Disabled";
    return { inputs: { bucket: id, versioningConfiguration: { status } }, outputs: {} };
  },

  async update(aws, _id, { bucket, versioningConfiguration }) {
    await put(aws, bucket, versioningConfiguration.status);
  },

  // Versioning cannot be taken back, only suspended.
  async delete(aws, id) {
    try {
      await put(aws, id, "Suspended");
    } catch (error) {
      // Object Lock keeps a bucket versioned for as long as it is there.
      if (!isAwsError(error, "InvalidBucketState")) throw error;
    }
  },
});

async function put(aws: Aws, bucket: string, status: string): Promise<void> {
  const s3 = await aws.s3();
  await s3.putBucketVersioning({
    Bucket: bucket,
    VersioningConfiguration: { Status: status as BucketVersioningStatus },
  });
}
