import type { BucketLocationConstraint, BucketNamespace, S3 } from "@aws-sdk/client-s3";
import { isAwsError } from "../awsError";
import { defineResource } from "../resourceType";
import { emptyBucket } from "./emptyBucket";
import { type Tags, tagsToAws, toldTags } from "./tags";

/**
 * The end of every name in the namespace of one account and region, and of no other name.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
const accountRegionalName = /-\d{12}-[a-z0-9-]+-an$/;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/ */
export const bucket = defineResource({
  token: "aws:s3/bucket:Bucket",
  title: "S3 Bucket",
  inputs: {
    bucket: { type: "string", required: true, createOnly: true, pattern: "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]" },
    bucketNamespace: {
      type: "string",
      values: ["account-regional", "global"],
      createOnly: true,
      computed: true,
    },
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
      ...(args.bucketNamespace === undefined
        ? {}
        : { BucketNamespace: args.bucketNamespace as BucketNamespace }),
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
        // S3 does not tell the namespace, but a name belongs to one.
        bucketNamespace: accountRegionalName.test(id) ? "account-regional" : "global",
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
    if (args.tags !== undefined && Object.keys(args.tags).length > 0) await putTags(s3, id, args.tags);
    else if ((await tagsOf(s3, id)) !== null) await s3.deleteBucketTagging({ Bucket: id });
  },

  async delete(aws, id, args) {
    const s3 = await aws.s3();
    try {
      await s3.deleteBucket({ Bucket: id });
    } catch (error) {
      if (!isAwsError(error, "BucketNotEmpty")) throw error;
      if (!args.forceDestroy) throw notEmpty(id, error);
      await emptyBucket(s3, id, args.objectLockEnabled ?? (await hasObjectLock(s3, id)));
      await s3.deleteBucket({ Bucket: id });
    }
  },
});

function notEmpty(bucketName: string, cause: unknown): Error {
  return new Error(
    `operation error S3: DeleteBucket, BucketNotEmpty: the bucket ${bucketName} still has objects, versions or delete markers, and nothing was deleted. ` +
      "Empty it, or set forceDestroy to true and run `pulumi up` before it is removed: then everything in it is deleted with it",
    { cause },
  );
}

async function putTags(s3: S3, bucketName: string, tags: Tags): Promise<void> {
  await s3.putBucketTagging({ Bucket: bucketName, Tagging: { TagSet: tagsToAws(tags) } });
}

async function tagsOf(s3: S3, bucketName: string): Promise<Tags | null> {
  try {
    const { TagSet } = await s3.getBucketTagging({ Bucket: bucketName });
    return toldTags(TagSet);
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
