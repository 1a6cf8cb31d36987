import type { TransitionDefaultMinimumObjectSize } from "@aws-sdk/client-s3";
import { defineResource } from "../resourceType";
import type { Checked } from "../schema";
import type { Aws } from "../session";
import { lifecycleRule, ruleToAws, toldRule } from "./lifecycleRule";

const inputs = {
  bucket: { type: "string", required: true, createOnly: true },
  rules: { type: "list", required: true, of: lifecycleRule },
  transitionDefaultMinimumObjectSize: {
    type: "string",
    values: ["all_storage_classes_128K", "varies_by_storage_class"],
    computed: true,
  },
} as const;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketlifecycleconfiguration/ */
export const bucketLifecycleConfiguration = defineResource({
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  title: "S3 Bucket Lifecycle Configuration",
  inputs,
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket", "NoSuchLifecycleConfiguration"],

  async create(aws, args) {
    await put(aws, args);
    return args.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const live = await s3.getBucketLifecycleConfiguration({ Bucket: id });
    return {
      inputs: {
        bucket: id,
        rules: (live.Rules ?? []).map(toldRule),
        transitionDefaultMinimumObjectSize: live.TransitionDefaultMinimumObjectSize,
      },
      outputs: {},
    };
  },

  async update(aws, _id, args) {
    await put(aws, args);
  },

  async delete(aws, id) {
    const s3 = await aws.s3();
    await s3.deleteBucketLifecycle({ Bucket: id });
  },
});

async function put(aws: Aws, args: Checked<typeof inputs>): Promise<void> {
  const s3 = await aws.s3();
  await s3.putBucketLifecycleConfiguration({
    Bucket: args.bucket,
    LifecycleConfiguration: { Rules: args.rules.map(ruleToAws) },
    TransitionDefaultMinimumObjectSize: args.transitionDefaultMinimumObjectSize as
      TransitionDefaultMinimumObjectSize | undefined,
  });
}
