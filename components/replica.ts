import * as pulumi from "@pulumi/pulumi";
import { replicaBucketPolicy, replicaKeyAlias, replicaKeyPolicy } from "../iam/replication";
import type { Replication as ReplicationSettings } from "../settings/replication";
import type { Settings } from "../settings/settings";
import { bucketEncryption } from "./bucketEncryption";
import { EncryptionKey } from "./encryptionKey";
import { GuardedBucket } from "./guardedBucket";
import type { InAccount } from "./inAccount";

export interface ReplicaArgs {
  readonly settings: Settings;
  readonly replication: ReplicationSettings;
}

/**
 * The bucket that every object is copied to, with a key of its own where the destination has one. Lives in the account
 * and region of the replica.
 *
 * What expires in the destination expires here, too: replication carries no expiry over.
 */
export class Replica extends pulumi.ComponentResource {
  /** Who depends on it may replicate. */
  readonly guarded: pulumi.Resource;
  /** ARN of the key that encrypts replicas; undefined where S3 owns the key. */
  readonly keyArn: pulumi.Output<string> | undefined;

  constructor(name: string, { settings, replication }: ReplicaArgs, opts: InAccount) {
    super("xput:index:Replica", name, {}, opts);
    const { destination } = settings;
    const { encryption } = destination;
    const replicated = { ...settings, replication };
    const inAccount = { parent: this, provider: opts.provider };
    const key =
      encryption.kind === "s3"
        ? undefined
        : new EncryptionKey(
            `${name}-key`,
            {
              description: `Encrypts the copies of ${destination.bucket}`,
              alias: replicaKeyAlias(replicated),
              policy: replicaKeyPolicy(replicated),
              rotationDays: encryption.rotationDays,
              deletionWindowDays: encryption.deletionWindowDays,
            },
            inAccount,
          );
    this.keyArn = key?.keyArn;
    this.guarded = new GuardedBucket(
      name,
      {
        bucket: replication.bucket,
        policy: replicaBucketPolicy(replicated),
        encryption: bucketEncryption(encryption, key?.keyArn),
        allowSseC: encryption.allowSseC,
        keepVersionsDays: replication.keepVersionsDays,
        abortUploadsDays: destination.abortUploadsDays,
        lifecycle: destination.lifecycle
          .filter(({ expireDays }) => expireDays !== undefined)
          .map(({ prefix, expireDays }) => ({ prefix, expireDays, transitions: [] })),
        objectLock: destination.objectLock,
        protect: destination.protect,
        forceDestroy: destination.forceDestroy,
      },
      { ...inAccount, ...(key === undefined ? {} : { dependsOn: key.named }) },
    ).guarded;
    this.registerOutputs();
  }
}
