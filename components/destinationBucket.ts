import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { denyOldTls, denyPlainHttp, type TargetBucket } from "../iam/destination";
import { policyJson } from "../iam/document";
import type { InAccount } from "./inAccount";

export interface DestinationBucketArgs {
  readonly target: TargetBucket;
  /** Days after which an overwritten or deleted version expires. */
  readonly keepVersionsDays: number;
  /** Days after which a multipart upload that was never completed is removed. */
  readonly abortUploadsDays: number;
}

/** The bucket that sources put into, with everything that guards it. Lives in the destination account. */
export class DestinationBucket extends pulumi.ComponentResource {
  constructor(name: string, args: DestinationBucketArgs, opts: InAccount) {
    super("xput:index:DestinationBucket", name, {}, opts);
    const { bucket } = args.target;

    const made = new aws.s3.Bucket(name, { bucket }, { parent: this });
    // One after another: S3 answers 409 OperationAborted to parallel changes of one bucket.
    const after = (dependsOn: pulumi.Resource) => ({ parent: this, dependsOn });
    const closed = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access-block`,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      after(made),
    );
    const owned = new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      after(closed),
    );
    const versioned = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket, versioningConfiguration: { status: "Enabled" } },
      after(owned),
    );
    const encrypted = new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
            // Said in full: AWS fills in what is left out, and every later preview would show that as a change.
            bucketKeyEnabled: false,
            blockedEncryptionTypes: ["SSE-C"],
          },
        ],
      },
      after(versioned),
    );
    const guarded = new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket, policy: policyJson(denyPlainHttp(args.target), denyOldTls(args.target)) },
      after(encrypted),
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      {
        bucket,
        rules: [
          {
            id: "abort-incomplete-uploads",
            status: "Enabled",
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: args.abortUploadsDays },
          },
          {
            id: "expire-noncurrent-versions",
            status: "Enabled",
            filter: { prefix: "" },
            noncurrentVersionExpiration: { noncurrentDays: args.keepVersionsDays },
          },
        ],
      },
      after(guarded),
    );
    this.registerOutputs();
  }
}
