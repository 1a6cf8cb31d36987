import { bucketArn } from "./arn";
import { denyOtherWriters } from "./auditLogBucket";
import { denyOldTls, denyPlainHttp } from "./transport";
import { policyJson, type ResourceStatement } from "./document";
import type { Place } from "./place";
import { onBehalfOf } from "./service";

/**
 * Bucket side: S3 delivers the server access logs of one bucket below that bucket's name, and nobody else writes.
 *
 * @param logged the bucket whose requests are logged
 * @param logBucket in the same account and region
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general
 */
export function accessLogBucketPolicy(logged: Place, logBucket: string): string {
  const target = { partition: logged.partition, bucket: logBucket };
  return policyJson<ResourceStatement>(denyPlainHttp(target), denyOldTls(target), denyOtherWriters(target), {
    Sid: "AllowLogDelivery",
    Effect: "Allow",
    Principal: { Service: ["logging.s3.amazonaws.com"] },
    Action: ["s3:PutObject"],
    Resource: [`${bucketArn(target.partition, logBucket)}/${logged.bucket}/*`],
    Condition: onBehalfOf(bucketArn(logged.partition, logged.bucket), logged.accountId),
  });
}
