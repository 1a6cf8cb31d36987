import { defineResource } from "../resourceType";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketpolicy/ */
export const bucketPolicy = defineResource({
  token: "aws:s3/bucketPolicy:BucketPolicy",
  title: "S3 Bucket Policy",
  inputs: {
    bucket: { type: "string", required: true, createOnly: true },
    policy: { type: "policyDocument", required: true },
  },
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket", "NoSuchBucketPolicy"],

  async create(aws, { bucket, policy }) {
    const s3 = await aws.s3();
    await s3.putBucketPolicy({ Bucket: bucket, Policy: policy });
    return bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const { Policy } = await s3.getBucketPolicy({ Bucket: id });
    return { inputs: { bucket: id, policy: Policy }, outputs: {} };
  },

  async update(aws, id, { policy }) {
    const s3 = await aws.s3();
    await s3.putBucketPolicy({ Bucket: id, Policy: policy });
  },

  async delete(aws, id) {
    const s3 = await aws.s3();
    await s3.deleteBucketPolicy({ Bucket: id });
  },
});
