/** One point in which what is served and the kept provider schema differ. */
export interface KnownDifference {
  /** As the comparison says it. */
  readonly says: string;
  readonly reason: string;
}

const newer = "came with a later provider, which the bridge in use has";
const named =
  "names are not made up here: what a killed run made is found again by the name that the program fixed";
const filledIn =
  "the provider says so to fill in that there is none; it still shows a change when the argument is taken away";
const checkedInCode = "the provider's code requires it, its schema does not tell";
const plainAlarm = "alarms on metric math are not served, and every other one needs it";
const oneRule = "S3 takes exactly one rule";

const lifecycleRule = "aws_s3_bucket_lifecycle_configuration.rule";
const encryptionRule = "aws_s3_bucket_server_side_encryption_configuration.rule";
const scanned = "aws_guardduty_malware_protection_plan.protected_resource";

/**
 * Every difference that is meant. The kept schema is of an older provider than the one inside `@pulumi/aws`; and some
 * rules of the provider are checks in its code, which its schema does not tell.
 */
export const knownDifferences: readonly KnownDifference[] = [
  { says: "aws_s3_bucket.bucketNamespace: unknown to the provider", reason: newer },
  { says: "aws_s3_bucket.bucketRegion: no output of the provider", reason: newer },
  { says: `${encryptionRule}.blockedEncryptionTypes: unknown to the provider`, reason: newer },

  ...[
    "aws_cloudwatch_log_group.name",
    "aws_iam_policy.name",
    "aws_iam_role.name",
    "aws_iam_role_policy.name",
    "aws_kms_alias.name",
    "aws_s3_bucket.bucket",
    "aws_sns_topic.name",
  ].flatMap((place) => [
    { says: `${place}: not required in the provider`, reason: named },
    { says: `${place}: chosen by AWS in the provider`, reason: named },
  ]),

  ...[
    "filter.prefix",
    "filter.object_size_greater_than",
    "filter.object_size_less_than",
    "filter.and.prefix",
    "filter.and.object_size_greater_than",
    "filter.and.object_size_less_than",
    "expiration.days",
    "expiration.expired_object_delete_marker",
    "transition.days",
    "noncurrent_version_expiration.newer_noncurrent_versions",
    "noncurrent_version_transition.newer_noncurrent_versions",
  ].map((place) => ({ says: `${lifecycleRule}.${place}: chosen by AWS in the provider`, reason: filledIn })),
  {
    says: `${lifecycleRule}: not required in the provider`,
    reason: "S3 refuses a configuration without rules",
  },
  {
    says: `${lifecycleRule}.abort_incomplete_multipart_upload.days_after_initiation: not required in the provider`,
    reason: "it is all that the block says",
  },
  {
    says: `${lifecycleRule}.transition.days: not required in the provider`,
    reason: "the other way to say it, a date, is not served",
  },

  { says: `${encryptionRule}: at most any number`, reason: oneRule },

  { says: `${scanned}: not required in the provider`, reason: checkedInCode },
  { says: `${scanned}.s3_bucket: not required in the provider`, reason: checkedInCode },

  ...["metric_name", "namespace", "period", "statistic", "threshold"].map((name) => ({
    says: `aws_cloudwatch_metric_alarm.${name}: not required in the provider`,
    reason: plainAlarm,
  })),
];
