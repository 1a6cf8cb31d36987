import * as pulumi from "@pulumi/pulumi";
import { destinationBucketPolicy } from "../iam/bucketPolicy";
import { destinationKeyPolicy } from "../iam/keyPolicy";
import { ownKeyAlias } from "../iam/place";
import type { Settings } from "../settings/settings";
import { bucketEncryption } from "./bucketEncryption";
import { EncryptionKey } from "./encryptionKey";
import { GuardedBucket } from "./guardedBucket";
import type { InAccount } from "./inAccount";

export interface DestinationBucketArgs {
  readonly settings: Settings;
  /** Where its server access logs go. */
  readonly accessLogBucket?: string | undefined;
}

/** The bucket that sources put into, with its key and everything that guards it. Lives in the destination account. */
export class DestinationBucket extends pulumi.ComponentResource {
  /** The last of its parts: who depends on it finds the bucket complete. */
  readonly guarded: pulumi.Resource;
  /** ARN of the key that encrypts it; undefined where S3 owns the key. */
  readonly keyArn: pulumi.Input<string> | undefined;

  constructor(name: string, { settings, accessLogBucket }: DestinationBucketArgs, opts: InAccount) {
    super("xput:index:DestinationBucket", name, {}, opts);
    const { destination } = settings;
    const { encryption } = destination;

    const alias = ownKeyAlias(settings);
    const made =
      encryption.kind === "s3" || alias === undefined
        ? undefined
        : new EncryptionKey(
            `${name}-key`,
            {
              description: `Encrypts what is put into ${destination.bucket}`,
              alias,
              policy: destinationKeyPolicy(settings),
              rotationDays: encryption.rotationDays,
              deletionWindowDays: encryption.deletionWindowDays,
            },
            { parent: this, provider: opts.provider },
          );
    this.keyArn = encryption.kind === "s3" ? undefined : (encryption.keyArn ?? made?.keyArn);
    const bucket = new GuardedBucket(
      name,
      {
        bucket: destination.bucket,
        policy: destinationBucketPolicy(settings),
        encryption: bucketEncryption(encryption, this.keyArn),
        allowSseC: encryption.allowSseC,
        keepVersionsDays: destination.keepVersionsDays,
        abortUploadsDays: destination.abortUploadsDays,
        lifecycle: destination.lifecycle,
        objectLock: destination.objectLock,
        accessLogBucket,
        protect: destination.protect,
        forceDestroy: destination.forceDestroy,
      },
      { parent: this, provider: opts.provider, ...(made === undefined ? {} : { dependsOn: made.named }) },
    );
    this.guarded = bucket.guarded;
    this.registerOutputs();
  }
}
