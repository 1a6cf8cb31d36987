import * as pulumi from "@pulumi/pulumi";
import { accessLogBucketPolicy } from "../iam/accessLogBucket";
import type { Place } from "../iam/place";
import { GuardedBucket } from "./guardedBucket";
import type { InAccount } from "./inAccount";

export interface AccessLogBucketArgs {
  readonly bucket: string;
  /** The bucket whose requests are logged: in the same account and region. */
  readonly logged: Place;
  /** Days that logs are kept. */
  readonly retentionDays: number;
  /** Refuses a change that would remove it. */
  readonly protect: boolean;
  /** Empties it when it is removed. */
  readonly forceDestroy: boolean;
}

/**
 * Takes the server access logs of one bucket. S3 delivers these to no bucket that encrypts with KMS.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export class AccessLogBucket extends pulumi.ComponentResource {
  /** Who depends on it may let the logged bucket log. */
  readonly guarded: pulumi.Resource;

  constructor(name: string, args: AccessLogBucketArgs, opts: InAccount) {
    super("xput:index:AccessLogBucket", name, {}, opts);
    const { bucket, logged, retentionDays, protect, forceDestroy } = args;
    this.guarded = new GuardedBucket(
      name,
      {
        bucket,
        policy: accessLogBucketPolicy(logged, bucket),
        encryption: { algorithm: "AES256" },
        allowSseC: false,
        keepVersionsDays: 1,
        abortUploadsDays: 7,
        lifecycle: [{ prefix: "", expireDays: retentionDays, transitions: [] }],
        protect,
        forceDestroy,
      },
      { parent: this, provider: opts.provider },
    ).guarded;
    this.registerOutputs();
  }
}
