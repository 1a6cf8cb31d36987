import { each, replace, set, type Weakening, weakenings } from "./weakening";

const foreignKey = "arn:aws:kms:eu-west-1:999999999999:key/00000000-0000-4000-8000-000000000000";
const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const flagsOff = (path: string): Readonly<Record<string, Weakening["change"]>> =>
  Object.fromEntries(flags.map((flag) => [`${flag} off`, replace(`${path}${flag}`, () => false)]));

const encryption = "rules[0].applyServerSideEncryptionByDefault";

/** Every single way to let the parts of a bucket protect less. */
export const bucketWeakenings: readonly Weakening[] = [
  ...weakenings(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "public access block",
    flagsOff(""),
  ),
  ...weakenings(
    "aws:s3/accessPoint:AccessPoint",
    "public access block",
    flagsOff("publicAccessBlockConfiguration."),
  ),
  ...weakenings(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "encryption",
    {
      "with the keys of S3": set(encryption, { sseAlgorithm: "AES256" }),
      "with the key of AWS": set(`${encryption}.kmsMasterKeyId`, undefined),
      "with the key of another account": replace(`${encryption}.kmsMasterKeyId`, () => foreignKey),
      "no rule": set("rules", []),
      "takes keys of the caller": set("rules[0].blockedEncryptionTypes", undefined),
      "of another bucket": set("bucket", "elsewhere"),
    },
  ),
  ...weakenings("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
    suspended: set("versioningConfiguration.status", "Suspended"),
    "of another bucket": set("bucket", "elsewhere"),
  }),
  ...weakenings("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "other protection", {
    "objects belong to who wrote them": set("rule.objectOwnership", "ObjectWriter"),
    "ACLs count": set("rule.objectOwnership", "BucketOwnerPreferred"),
  }),
  ...weakenings("aws:s3/bucket:Bucket", "retention", {
    "deleted with its objects": set("forceDestroy", true),
  }),
  ...weakenings("aws:s3/bucket:Bucket", "grant", {
    "readable by everyone": set("acl", "public-read"),
    "a website": set("website", { indexDocument: "index.html" }),
    "a policy of its own": set(
      "policy",
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "More",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::999999999999:root" },
            Action: "s3:GetObject",
            Resource: "arn:aws:s3:::acme-drop-local/*",
          },
        ],
      }),
    ),
  }),
  ...weakenings("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "retention", {
    "for a day": replace("rule.defaultRetention.days", () => 1),
    "no rule": set("rule", undefined),
    "of another bucket": set("bucket", "elsewhere"),
  }),
  ...weakenings("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "retention", {
    ...each("rules", "without rule", () => undefined),
    ...each("rules", "expires after a day by rule", (rule) => ({
      ...(rule as object),
      expiration: { days: 1 },
    })),
    ...each("rules", "old versions expire after a day by rule", (rule) => ({
      ...(rule as object),
      noncurrentVersionExpiration: { noncurrentDays: 1 },
    })),
    ...each("rules", "disabled rule", (rule) => ({ ...(rule as object), status: "Disabled" })),
  }),
  ...weakenings("aws:s3/bucketLogging:BucketLogging", "other protection", {
    "to another bucket": set("targetBucket", "elsewhere"),
  }),
  ...weakenings("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "other protection", {
    disabled: set("rules[0].status", "Disabled"),
    "of a part only": set("rules[0].filter.prefix", "part/"),
    "to another bucket": set("rules[0].destination.bucket", "arn:aws:s3:::elsewhere"),
    "with the key of another account": set(
      "rules[0].destination.encryptionConfiguration.replicaKmsKeyId",
      foreignKey,
    ),
    "to an owner of another account": set("rules[0].destination.account", "999999999999"),
    "by another role": set("role", "arn:aws:iam::999999999999:role/copier"),
  }),
  ...weakenings("aws:s3/bucketNotification:BucketNotification", "other protection", {
    "nothing is told": set("eventbridge", false),
  }),
];
