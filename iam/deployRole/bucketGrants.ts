import { bucketArn } from "../arn";
import { nonEmpty, type Values } from "../document";
import type { Place } from "../place";
import { deployActions, type DeployAction, type DeployGrant, type DeployRow } from "./deployGrant";

/** A bucket that is deployed, and what its settings ask for beside the guards that every bucket has. */
export interface DeployedBucket {
  readonly bucket: string;
  readonly objectLock: boolean;
  /** It has server access logs. */
  readonly logged: boolean;
  readonly eventBridge: boolean;
  readonly replicated: boolean;
  /** It is emptied when it is removed. */
  readonly forceDestroy: boolean;
}

/** What a bucket takes, whatever its settings. */
const everyBucket: readonly DeployRow[] = [
  ["CreateBucket", "write", "aws_s3_bucket, create"],
  ["DeleteBucket", "write", "aws_s3_bucket, delete"],
  ["ListBucket", "read", "aws_s3_bucket, read: HeadBucket"],
  ["GetBucketTagging", "read", "aws_s3_bucket, read of its tags"],
  ["ListTagsForResource", "read", "aws_s3_bucket, read of its tags", "providerOnly"],
  ["GetBucketAcl", "read", "aws_s3_bucket, read", "providerOnly"],
  ["GetBucketCORS", "read", "aws_s3_bucket, read", "providerOnly"],
  ["GetBucketWebsite", "read", "aws_s3_bucket, read", "providerOnly"],
  ["GetAccelerateConfiguration", "read", "aws_s3_bucket, read", "providerOnly"],
  ["GetBucketRequestPayment", "read", "aws_s3_bucket, read", "providerOnly"],
  ["GetBucketObjectLockConfiguration", "read", "aws_s3_bucket, read"],
  ["PutBucketPublicAccessBlock", "write", "aws_s3_bucket_public_access_block, create, update, delete"],
  ["GetBucketPublicAccessBlock", "read", "aws_s3_bucket_public_access_block, read"],
  ["PutBucketOwnershipControls", "write", "aws_s3_bucket_ownership_controls, create, delete"],
  ["GetBucketOwnershipControls", "read", "aws_s3_bucket_ownership_controls, read"],
  ["PutBucketVersioning", "write", "aws_s3_bucket_versioning, create, delete"],
  ["GetBucketVersioning", "read", "aws_s3_bucket_versioning, read"],
  [
    "PutEncryptionConfiguration",
    "write",
    "aws_s3_bucket_server_side_encryption_configuration, create, update",
  ],
  ["GetEncryptionConfiguration", "read", "aws_s3_bucket_server_side_encryption_configuration, read"],
  ["PutBucketPolicy", "write", "aws_s3_bucket_policy, create, update"],
  ["DeleteBucketPolicy", "write", "aws_s3_bucket_policy, delete"],
  ["GetBucketPolicy", "read", "aws_s3_bucket_policy, read"],
  ["PutLifecycleConfiguration", "write", "aws_s3_bucket_lifecycle_configuration, create, update, delete"],
  ["GetLifecycleConfiguration", "read", "aws_s3_bucket_lifecycle_configuration, read"],
];

/** Emptying a bucket before it is deleted: everything is deleted by its version. */
const emptying: readonly DeployRow[] = [
  ["DeleteObjectVersion", "write", "aws_s3_bucket, delete with force_destroy: DeleteObjects"],
];

/** The same where objects are locked. Compliance mode lets nobody delete them. */
const emptyingLocked: readonly DeployRow[] = [
  ["BypassGovernanceRetention", "write", "aws_s3_bucket, delete with force_destroy: DeleteObjects"],
  ["PutObjectLegalHold", "write", "aws_s3_bucket, delete with force_destroy of held objects"],
];

/**
 * What deploying buckets with their guards takes.
 *
 * @param sidPart tells the grants of several parts of a stack apart
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function bucketGrants(
  { partition }: Pick<Place, "partition">,
  buckets: readonly DeployedBucket[],
  sidPart: string,
): DeployGrant[] {
  const arnsOf = (which: (bucket: DeployedBucket) => boolean) =>
    buckets.filter(which).map(({ bucket }) => bucketArn(partition, bucket));
  const grant = (sid: string, actions: readonly DeployAction[], arns: readonly string[]): DeployGrant[] =>
    arns.length === 0
      ? []
      : [{ sid: `${sid}${sidPart}`, group: "storage", actions, resources: nonEmpty(arns, sid) }];
  const objects = (arns: readonly string[]): string[] => arns.map((arn) => `${arn}/*`);

  return [
    ...grant(
      "Buckets",
      deployActions("s3", [...everyBucket, ...readByProvider(buckets)]),
      arnsOf(() => true),
    ),
    ...grant(
      "LockedBuckets",
      deployActions("s3", [
        [
          "PutBucketObjectLockConfiguration",
          "write",
          "aws_s3_bucket_object_lock_configuration, create, update",
        ],
      ]),
      arnsOf(({ objectLock }) => objectLock),
    ),
    ...grant(
      "LoggedBuckets",
      deployActions("s3", [["PutBucketLogging", "write", "aws_s3_bucket_logging, create, delete"]]),
      arnsOf(({ logged }) => logged),
    ),
    ...grant(
      "NotifyingBuckets",
      deployActions("s3", [
        ["PutBucketNotification", "write", "aws_s3_bucket_notification, create, delete"],
        ["GetBucketNotification", "read", "aws_s3_bucket_notification, read"],
      ]),
      arnsOf(({ eventBridge }) => eventBridge),
    ),
    ...grant(
      "ReplicatedBuckets",
      deployActions("s3", [
        [
          "PutReplicationConfiguration",
          "write",
          "aws_s3_bucket_replication_configuration, create, update, delete",
        ],
      ]),
      arnsOf(({ replicated }) => replicated),
    ),
    ...grant(
      "EmptiedBuckets",
      deployActions("s3", [
        ["ListBucketVersions", "write", "aws_s3_bucket, delete with force_destroy: ListObjectVersions"],
      ]),
      arnsOf(({ forceDestroy }) => forceDestroy),
    ),
    ...grant(
      "EmptiedObjects",
      deployActions("s3", emptying),
      objects(arnsOf(({ forceDestroy }) => forceDestroy)),
    ),
    ...grant(
      "EmptiedLockedObjects",
      deployActions("s3", emptyingLocked),
      objects(arnsOf(({ forceDestroy, objectLock }) => forceDestroy && objectLock)),
    ),
  ];
}

/** The provider's bucket reads these of every bucket; the stand-in only where a setting asks for them. */
function readByProvider(buckets: readonly DeployedBucket[]): DeployRow[] {
  const row = (action: string, type: string, asked: boolean): DeployRow =>
    asked ? [action, "read", `${type}, read`] : [action, "read", "aws_s3_bucket, read", "providerOnly"];
  return [
    row(
      "GetBucketLogging",
      "aws_s3_bucket_logging",
      buckets.some(({ logged }) => logged),
    ),
    row(
      "GetReplicationConfiguration",
      "aws_s3_bucket_replication_configuration",
      buckets.some(({ replicated }) => replicated),
    ),
  ];
}

/**
 * What deploying the access points of sources takes.
 *
 * @param arn with a `*` for the sources' names
 */
export function accessPointGrants(arn: string): DeployGrant[] {
  const resources: Values = [arn];
  return [
    {
      sid: "AccessPoints",
      group: "storage",
      actions: deployActions("s3", [
        ["CreateAccessPoint", "write", "aws_s3_access_point, create"],
        ["DeleteAccessPoint", "write", "aws_s3_access_point, delete"],
        ["PutAccessPointPolicy", "write", "aws_s3_access_point, create, update"],
        ["GetAccessPointPolicy", "read", "aws_s3_access_point, read"],
        ["GetAccessPointPolicyStatus", "read", "aws_s3_access_point, read"],
        ["ListTagsForResource", "read", "aws_s3_access_point, read of its tags", "providerOnly"],
      ]),
      resources,
    },
    {
      sid: "AnyAccessPoint",
      group: "storage",
      // S3 asks about no access point in particular.
      actions: deployActions("s3", [["GetAccessPoint", "read", "aws_s3_access_point, read"]]),
      resources: ["*"],
    },
  ];
}
