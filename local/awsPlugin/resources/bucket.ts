import type { BucketLocationConstraint, S3 } from "@aws-sdk/client-s3";
import { isAwsError } from "../awsError";
import { defineResource } from "../resourceType";

type Tags = Readonly<Record<string, string>>;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/ */
export const bucket = defineResource({
  token: "aws:s3/bucket:Bucket",
  title: "S3 Bucket",
  inputs: {
    bucket: { type: "string", required: true, createOnly: true, pattern: "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]" },
    forceDestroy: { type: "boolean", default: false },
    objectLockEnabled: { type: "boolean", createOnly: true, computed: true },
    tags: { type: "stringMap" },
  },
  identity: ["bucket"],
  computed: ["arn", "bucketDomainName", "bucketRegion", "bucketRegionalDomainName"],
  goneCodes: ["NoSuchBucket", "NotFound", "404"],

  async create(aws, args) {
    const s3 = await aws.s3();
    await s3.createBucket({
      Bucket: args.bucket,
      ...(args.objectLockEnabled ? { ObjectLockEnabledForBucket: true } : {}),
      // S3 refuses its first region as a location.
      ...(aws.region === "us-east-1"
        ? {}
        : { CreateBucketConfiguration: { LocationConstraint: aws.region as BucketLocationConstraint } }),
    });
    return args.bucket;
  },

  async settle(aws, args) {
    if (args.tags !== undefined) await putTags(await aws.s3(), args.bucket, args.tags);
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const { BucketRegion: bucketRegion = aws.region } = await s3.headBucket({ Bucket: id });
    return {
      inputs: {
        bucket: id,
        objectLockEnabled: await hasObjectLock(s3, id),
        tags: await tagsOf(s3, id),
      },
      outputs: {
        arn: `arn:${aws.partition}:s3:::${id}`,
        bucketDomainName: `${id}.s3.amazonaws.com`,
        bucketRegion,
        bucketRegionalDomainName: `${id}.s3.${bucketRegion}.amazonaws.com`,
      },
    };
  },

  async update(aws, id, args) {
    const s3 = await aws.s3();
    if (args.tags !== undefined) await putTags(s3, id, args.tags);
    else if ((await tagsOf(s3, id)) !== null) await s3.deleteBucketTagging({ Bucket: id });
  },

  async delete(aws, id, args) {
    const s3 = await aws.s3();
    if (args.forceDestroy) await empty(s3, id, args.objectLockEnabled ?? false);
    await s3.deleteBucket({ Bucket: id });
  },
});

async function putTags(s3: S3, bucketName: string, tags: Tags): Promise<void> {
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await s3.putBucketTagging({ Bucket: bucketName, Tagging: { TagSet } });
}

async function tagsOf(s3: S3, bucketName: string): Promise<Tags | null> {
  try {
    const { TagSet = [] } = await s3.getBucketTagging({ Bucket: bucketName });
    if (TagSet.length === 0) return null;
    return Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value]));
  } catch (error) {
    if (isAwsError(error, "NoSuchTagSet")) return null;
    throw error;
  }
}

async function hasObjectLock(s3: S3, bucketName: string): Promise<boolean> {
  try {
    const { ObjectLockConfiguration: lock } = await s3.getObjectLockConfiguration({ Bucket: bucketName });
    return lock?.ObjectLockEnabled === "Enabled";
  } catch (error) {
    if (isAwsError(error, "ObjectLockConfigurationNotFoundError")) return false;
    throw error;
  }
}

async function empty(s3: S3, bucketName: string, locked: boolean): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket: bucketName });
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3.deleteObjects({
      Bucket: bucketName,
      Delete: { Objects, Quiet: true },
      ...(locked ? { BypassGovernanceRetention: true } : {}),
    });
    const [first] = Errors;
    if (first !== undefined) {
      const { Key = "", Code = "", Message = "" } = first;
      throw new Error(`deleting S3 object ${Key}: ${Code}: ${Message}`);
    }
  }
}
