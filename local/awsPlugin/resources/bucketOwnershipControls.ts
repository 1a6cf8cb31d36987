import type { ObjectOwnership } from "@aws-sdk/client-s3";
import { defineResource } from "../resourceType";
import type { Aws } from "../session";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketownershipcontrols/ */
export const bucketOwnershipControls = defineResource({
  token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  title: "S3 Bucket Ownership Controls",
  inputs: {
    bucket: { type: "string", required: true, createOnly: true },
    rule: {
      type: "object",
      required: true,
      properties: {
        objectOwnership: {
          type: "string",
          required: true,
          values: ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"],
        },
      },
    },
  },
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket", "OwnershipControlsNotFoundError"],

  async create(aws, { bucket, rule }) {
    await put(aws, bucket, rule.objectOwnership);
    return bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const { OwnershipControls: live } = await s3.getBucketOwnershipControls({ Bucket: id });
    return {
      inputs: { bucket: id, rule: { objectOwnership: live?.Rules?.[0]?.ObjectOwnership } },
      outputs: {},
    };
  },

  async update(aws, _id, { bucket, rule }) {
    await put(aws, bucket, rule.objectOwnership);
  },

  async delete(aws, id) {
    const s3 = await aws.s3();
    await s3.deleteBucketOwnershipControls({ Bucket: id });
  },
});

async function put(aws: Aws, bucket: string, objectOwnership: string): Promise<void> {
  const s3 = await aws.s3();
  await s3.putBucketOwnershipControls({
    Bucket: bucket,
    OwnershipControls: { Rules: [{ ObjectOwnership: objectOwnership as ObjectOwnership }] },
  });
}
