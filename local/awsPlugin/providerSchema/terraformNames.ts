/** The Terraform type behind each Pulumi type that is served. */
export const terraformTypes: Readonly<Record<string, string>> = {
  "aws:cloudtrail/trail:Trail": "aws_cloudtrail",
  "aws:cloudwatch/logGroup:LogGroup": "aws_cloudwatch_log_group",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": "aws_cloudwatch_log_metric_filter",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "aws_cloudwatch_metric_alarm",
  "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan": "aws_guardduty_malware_protection_plan",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "aws_iam_group_policy_attachment",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "aws_iam_openid_connect_provider",
  "aws:iam/policy:Policy": "aws_iam_policy",
  "aws:iam/role:Role": "aws_iam_role",
  "aws:iam/rolePolicy:RolePolicy": "aws_iam_role_policy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "aws_iam_role_policy_attachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "aws_iam_user_policy_attachment",
  "aws:kms/alias:Alias": "aws_kms_alias",
  "aws:kms/key:Key": "aws_kms_key",
  "aws:s3/accessPoint:AccessPoint": "aws_s3_access_point",
  "aws:s3/bucket:Bucket": "aws_s3_bucket",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "aws_s3_bucket_lifecycle_configuration",
  "aws:s3/bucketLogging:BucketLogging": "aws_s3_bucket_logging",
  "aws:s3/bucketNotification:BucketNotification": "aws_s3_bucket_notification",
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration":
    "aws_s3_bucket_object_lock_configuration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "aws_s3_bucket_ownership_controls",
  "aws:s3/bucketPolicy:BucketPolicy": "aws_s3_bucket_policy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "aws_s3_bucket_public_access_block",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": "aws_s3_bucket_replication_configuration",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    "aws_s3_bucket_server_side_encryption_configuration",
  "aws:s3/bucketVersioning:BucketVersioning": "aws_s3_bucket_versioning",
  "aws:sns/topic:Topic": "aws_sns_topic",
  "aws:sns/topicPolicy:TopicPolicy": "aws_sns_topic_policy",
  "aws:sns/topicSubscription:TopicSubscription": "aws_sns_topic_subscription",
};

/** Where the bridge gives an argument another name than the rule does: by Terraform type and Pulumi name. */
const renamed: Readonly<Record<string, string>> = {
  "aws_cloudwatch_metric_alarm.name": "alarm_name",
  "aws_sns_topic_subscription.topic": "topic_arn",
};

/**
 * Terraform's name of an argument.
 *
 * The bridge writes names in camel case, and those of lists in the plural.
 *
 * @param place the Terraform type, with the names of the blocks within: `aws_s3_bucket_logging.target_grant`
 * @param isKnown whether Terraform has an argument of this name at this place
 * @returns undefined where no name fits
 */
export function terraformNameOf(
  place: string,
  pulumiName: string,
  isKnown: (name: string) => boolean,
): string | undefined {
  const snake = pulumiName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const candidates = [renamed[`${place}.${pulumiName}`], snake, snake.replace(/s$/, "")];
  return candidates.find((name) => name !== undefined && isKnown(name));
}
