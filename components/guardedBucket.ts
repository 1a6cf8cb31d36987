import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LifecycleRule } from "../settings/lifecycle";
import type { ObjectLock } from "../settings/objectLock";
import { namespaceOf } from "../settings/bucketName";
import type { InAccount } from "./inAccount";

/** How a bucket encrypts by default. */
export type BucketEncryption =
  | { readonly algorithm: "AES256" }
  | { readonly algorithm: "aws:kms"; readonly keyArn: pulumi.Input<string>; readonly bucketKey: boolean }
  | { readonly algorithm: "aws:kms:dsse"; readonly keyArn: pulumi.Input<string> };

export interface GuardedBucketArgs {
  readonly bucket: string;
  /** The bucket's policy as text. */
  readonly policy: string;
  readonly encryption: BucketEncryption;
  /** Lets clients put objects encrypted with keys that only they hold. */
  readonly allowSseC: boolean;
  /** Days after which an overwritten or deleted version expires. */
  readonly keepVersionsDays: number;
  /** Days after which a multipart upload that was never completed is removed. */
  readonly abortUploadsDays: number;
  readonly lifecycle: readonly LifecycleRule[];
  readonly objectLock?: ObjectLock | undefined;
  /** Where its server access logs go. */
  readonly accessLogBucket?: string | undefined;
  /** Refuses a change that would remove it. */
  readonly protect: boolean;
  /** Empties it when it is removed. */
  readonly forceDestroy: boolean;
}

/**
 * A private, versioned, encrypted bucket whose objects belong to its owner: what every bucket of this program is.
 *
 * Lives in one account. `guarded` is the last of its parts: who depends on it finds the bucket complete.
 */
export class GuardedBucket extends pulumi.ComponentResource {
  readonly guarded: pulumi.Resource;

  constructor(name: string, args: GuardedBucketArgs, opts: InAccount) {
    super("xput:index:GuardedBucket", name, {}, opts);
    const { bucket } = args;

    const made = new aws.s3.Bucket(
      name,
      {
        bucket,
        forceDestroy: args.forceDestroy,
        ...(namespaceOf(bucket) === undefined ? {} : { bucketNamespace: "account-regional" }),
        ...(args.objectLock === undefined ? {} : { objectLockEnabled: true }),
      },
      { parent: this, protect: args.protect },
    );
    // One after another: S3 answers 409 OperationAborted to parallel changes of one bucket.
    let last: pulumi.Resource = made;
    const next = <R extends pulumi.Resource>(make: (options: pulumi.CustomResourceOptions) => R): R => {
      const resource = make({ parent: this, dependsOn: last });
      last = resource;
      return resource;
    };
    next(
      (options) =>
        new aws.s3.BucketPublicAccessBlock(
          `${name}-public-access-block`,
          {
            bucket,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
          },
          options,
        ),
    );
    next(
      (options) =>
        new aws.s3.BucketOwnershipControls(
          `${name}-ownership`,
          { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
          options,
        ),
    );
    next(
      (options) =>
        new aws.s3.BucketVersioning(
          `${name}-versioning`,
          { bucket, versioningConfiguration: { status: "Enabled" } },
          options,
        ),
    );
    next(
      (options) =>
        new aws.s3.BucketServerSideEncryptionConfiguration(
          `${name}-encryption`,
          { bucket, rules: [encryptionRule(args)] },
          options,
        ),
    );
    next((options) => new aws.s3.BucketPolicy(`${name}-policy`, { bucket, policy: args.policy }, options));
    next(
      (options) =>
        new aws.s3.BucketLifecycleConfiguration(
          `${name}-lifecycle`,
          { bucket, rules: lifecycleRules(args) },
          options,
        ),
    );
    const { objectLock, accessLogBucket } = args;
    if (objectLock !== undefined) {
      const { days } = objectLock;
      const mode = objectLock.mode === "governance" ? "GOVERNANCE" : "COMPLIANCE";
      next(
        (options) =>
          new aws.s3.BucketObjectLockConfiguration(
            `${name}-object-lock`,
            { bucket, rule: { defaultRetention: { mode, days } } },
            options,
          ),
      );
    }
    if (accessLogBucket !== undefined) {
      next(
        (options) =>
          new aws.s3.BucketLogging(
            `${name}-access-logging`,
            { bucket, targetBucket: accessLogBucket, targetPrefix: `${bucket}/` },
            options,
          ),
      );
    }
    this.guarded = last;
    this.registerOutputs();
  }
}

// Said in full: AWS fills in what is left out, and every later preview would show that as a change.
function encryptionRule({ encryption, allowSseC }: GuardedBucketArgs) {
  const blockedEncryptionTypes = [allowSseC ? "NONE" : "SSE-C"];
  if (encryption.algorithm === "AES256")
    return {
      applyServerSideEncryptionByDefault: { sseAlgorithm: encryption.algorithm },
      bucketKeyEnabled: false,
      blockedEncryptionTypes,
    };
  return {
    applyServerSideEncryptionByDefault: {
      sseAlgorithm: encryption.algorithm,
      kmsMasterKeyId: encryption.keyArn,
    },
    bucketKeyEnabled: encryption.algorithm === "aws:kms" && encryption.bucketKey,
    blockedEncryptionTypes,
  };
}

function lifecycleRules({ abortUploadsDays, keepVersionsDays, lifecycle }: GuardedBucketArgs) {
  return [
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: abortUploadsDays },
    },
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: keepVersionsDays },
    },
    ...lifecycle.map(({ prefix, expireDays, transitions }) => ({
      id: prefix === "" ? "age-everything" : `age-${prefix}`,
      status: "Enabled",
      filter: { prefix },
      ...(expireDays === undefined ? {} : { expiration: { days: expireDays } }),
      ...(transitions.length === 0 ? {} : { transitions: [...transitions] }),
    })),
  ];
}
