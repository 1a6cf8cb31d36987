import { besideBucket } from "../settings/bucketName";

/**
 * The name of the role in the destination account that one source's uploaders assume.
 *
 * @returns at most 57 characters with the limits that settings put on both parts; IAM takes 64
 */
export function writerRoleName(namePrefix: string, sourceName: string): string {
  return `${namePrefix}-${sourceName}`;
}

/**
 * The name of the policy in the source account that lets uploaders assume the writer role, or put.
 *
 * It holds the bucket's name, since one source account may upload to several destinations.
 *
 * @returns at most 121 characters with the limits that settings put on the parts; IAM takes 128
 */
export function sourcePolicyName(namePrefix: string, sourceName: string, bucket: string): string {
  return `${namePrefix}-${sourceName}-${bucket}`;
}

/**
 * The name of a role in the destination account that an AWS service assumes. Settings keep sources from having
 * these names.
 */
export function serviceRoleName(
  namePrefix: string,
  service: "replication" | "malware-scan" | "audit-logs",
): string {
  return `${namePrefix}-${service}`;
}

/**
 * The alias of the key that encrypts a bucket. A bucket's name is unique, so its alias is.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html
 */
export function keyAlias(namePrefix: string, bucket: string): string {
  // An alias holds no dot, which a bucket's name may.
  return `alias/${namePrefix}-${bucket.replaceAll(".", "_")}`;
}

/** The name of one source's access point: S3 takes 50 characters at most. */
export function accessPointName(namePrefix: string, sourceName: string): string {
  return `${namePrefix}-${sourceName}`;
}

/** The bucket of the trail's log files: as named in the settings, else beside the destination's bucket. */
export function auditBucketName(bucket: string, named: string | undefined): string {
  return named ?? besideBucket(bucket, "audit");
}

/** The bucket of server access logs: as named in the settings, else beside the destination's bucket. */
export function accessLogBucketName(bucket: string, named: string | undefined): string {
  return named ?? besideBucket(bucket, "access-logs");
}

/**
 * The name of the trail that records requests for a bucket's objects.
 *
 * @returns at most 88 characters with the limits that settings put on both parts; CloudTrail takes 128, and no two
 *   of `.`, `_` and `-` in a row
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
 */
export function trailName(namePrefix: string, bucket: string): string {
  return `${namePrefix}-${bucket}`.replace(/[._-]{2,}/g, "-");
}

/** The log group that the trail's events reach, for alarms to look at. CloudWatch Logs takes 512 characters. */
export function auditLogGroupName(namePrefix: string, bucket: string): string {
  return `/${namePrefix}/${bucket}/audit`;
}

/** The topic that tells of alarms. SNS takes 256 letters, digits, `_` and `-`, so no dot. */
export function alarmTopicName(namePrefix: string, bucket: string): string {
  return `${namePrefix}-${bucket.replaceAll(".", "_")}-alarms`;
}

/** The namespace of the metrics that are counted from the trail's events. CloudWatch takes 255 characters. */
export function metricNamespace(namePrefix: string, bucket: string): string {
  return `${namePrefix}/${bucket}`;
}
