import type { LoggingEnabled, PartitionDateSource } from "@aws-sdk/client-s3";
import { defineResource } from "../resourceType";
import type { Checked } from "../schema";
import type { Aws } from "../session";

const inputs = {
  bucket: { type: "string", required: true, createOnly: true },
  targetBucket: { type: "string", required: true },
  targetPrefix: { type: "string", required: true },
  targetObjectKeyFormat: {
    type: "object",
    exclusive: ["partitionedPrefix", "simplePrefix"],
    properties: {
      partitionedPrefix: {
        type: "object",
        properties: {
          partitionDateSource: { type: "string", required: true, values: ["EventTime", "DeliveryTime"] },
        },
      },
      // An empty object: to S3 the same as no format at all.
      simplePrefix: { type: "object", properties: {} },
    },
  },
} as const;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketlogging/ */
export const bucketLogging = defineResource({
  token: "aws:s3/bucketLogging:BucketLogging",
  title: "S3 Bucket Logging",
  inputs,
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket"],

  async create(aws, args) {
    await put(aws, args.bucket, enabledBy(args));
    return args.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const { LoggingEnabled: live } = await s3.getBucketLogging({ Bucket: id });
    if (live === undefined) return undefined;
    const partitioned = live.TargetObjectKeyFormat?.PartitionedPrefix;
    return {
      inputs: {
        bucket: id,
        targetBucket: live.TargetBucket,
        targetPrefix: live.TargetPrefix ?? "",
        targetObjectKeyFormat:
          partitioned === undefined
            ? null
            : { partitionedPrefix: { partitionDateSource: partitioned.PartitionDateSource } },
      },
      outputs: {},
    };
  },

  async update(aws, id, args) {
    await put(aws, id, enabledBy(args));
  },

  async delete(aws, id) {
    await put(aws, id, undefined);
  },
});

async function put(aws: Aws, Bucket: string, enabled: LoggingEnabled | undefined): Promise<void> {
  const s3 = await aws.s3();
  await s3.putBucketLogging({
    Bucket,
    BucketLoggingStatus: enabled === undefined ? {} : { LoggingEnabled: enabled },
  });
}

function enabledBy(args: Checked<typeof inputs>): LoggingEnabled {
  const { partitionedPrefix, simplePrefix } = args.targetObjectKeyFormat ?? {};
  const source = partitionedPrefix?.partitionDateSource as PartitionDateSource | undefined;
  return {
    TargetBucket: args.targetBucket,
    TargetPrefix: args.targetPrefix,
    ...(source !== undefined && {
      TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: source } },
    }),
    ...(simplePrefix !== undefined && { TargetObjectKeyFormat: { SimplePrefix: {} } }),
  };
}
