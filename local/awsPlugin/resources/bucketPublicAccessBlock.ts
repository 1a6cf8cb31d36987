import type { Aws } from "../session";
import { defineResource } from "../resourceType";

interface Block {
  readonly bucket: string;
  readonly blockPublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly ignorePublicAcls: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketpublicaccessblock/ */
export const bucketPublicAccessBlock = defineResource({
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  title: "S3 Bucket Public Access Block",
  inputs: {
    bucket: { type: "string", required: true, createOnly: true },
    blockPublicAcls: { type: "boolean", default: false },
    blockPublicPolicy: { type: "boolean", default: false },
    ignorePublicAcls: { type: "boolean", default: false },
    restrictPublicBuckets: { type: "boolean", default: false },
  },
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket", "NoSuchPublicAccessBlockConfiguration"],

  async create(aws, args) {
    await put(aws, args);
    return args.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const { PublicAccessBlockConfiguration: live } = await s3.getPublicAccessBlock({ Bucket: id });
    return {
      inputs: {
        bucket: id,
        blockPublicAcls: live?.BlockPublicAcls,
        blockPublicPolicy: live?.BlockPublicPolicy,
        ignorePublicAcls: live?.IgnorePublicAcls,
        restrictPublicBuckets: live?.RestrictPublicBuckets,
      },
      outputs: {},
    };
  },

  async update(aws, _id, args) {
    await put(aws, args);
  },

  async delete(aws, id) {
    const s3 = await aws.s3();
    await s3.deletePublicAccessBlock({ Bucket: id });
  },
});

async function put(aws: Aws, block: Block): Promise<void> {
  const s3 = await aws.s3();
  await s3.putPublicAccessBlock({
    Bucket: block.bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: block.blockPublicAcls,
      BlockPublicPolicy: block.blockPublicPolicy,
      IgnorePublicAcls: block.ignorePublicAcls,
      RestrictPublicBuckets: block.restrictPublicBuckets,
    },
  });
}
