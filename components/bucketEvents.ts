import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InAccount } from "./inAccount";

export interface BucketEventsArgs {
  readonly bucket: string;
}

/**
 * Tells Amazon EventBridge of every object that is put. Lives in the account of the bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export class BucketEvents extends pulumi.ComponentResource {
  /** Who depends on it changes the bucket's notifications after it. */
  readonly telling: pulumi.Resource;

  constructor(name: string, { bucket }: BucketEventsArgs, opts: InAccount) {
    super("xput:index:BucketEvents", name, {}, opts);
    this.telling = new aws.s3.BucketNotification(name, { bucket, eventbridge: true }, { parent: this });
    this.registerOutputs();
  }
}
