import { defineResource } from "../resourceType";
import type { Aws } from "../session";

/**
 * Notifications to EventBridge. Those to queues, topics and functions are not served.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketnotification/
 */
export const bucketNotification = defineResource({
  token: "aws:s3/bucketNotification:BucketNotification",
  title: "S3 Bucket Notification",
  inputs: {
    bucket: { type: "string", required: true, createOnly: true },
    eventbridge: { type: "boolean", default: false },
  },
  identity: ["bucket"],
  computed: [],
  goneCodes: ["NoSuchBucket"],

  async create(aws, { bucket, eventbridge }) {
    await put(aws, bucket, eventbridge);
    return bucket;
  },

  async read(aws, id) {
    const s3 = await aws.s3();
    const live = await s3.getBucketNotificationConfiguration({ Bucket: id });
    return { inputs: { bucket: id, eventbridge: live.EventBridgeConfiguration !== undefined }, outputs: {} };
  },

  async update(aws, id, { eventbridge }) {
    await put(aws, id, eventbridge);
  },

  async delete(aws, id) {
    await put(aws, id, false);
  },
});

async function put(aws: Aws, Bucket: string, eventbridge: boolean): Promise<void> {
  const s3 = await aws.s3();
  await s3.putBucketNotificationConfiguration({
    Bucket,
    NotificationConfiguration: eventbridge ? { EventBridgeConfiguration: {} } : {},
  });
}
