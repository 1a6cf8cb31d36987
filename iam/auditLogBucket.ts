import { bucketArn } from "./arn";
import { trailArn, type AuditPlace } from "./auditPlace";
import { denyOldTls, denyPlainHttp, type TargetBucket } from "./transport";
import { policyJson, type ResourceStatement } from "./document";

/**
 * Bucket side: this trail delivers its files below its own account's prefix, and nobody else writes.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function auditLogBucketPolicy(place: AuditPlace): string {
  const target = { partition: place.partition, bucket: place.logBucket };
  const arn = bucketArn(target.partition, target.bucket);
  return policyJson<ResourceStatement>(
    denyPlainHttp(target),
    denyOldTls(target),
    denyOtherWriters(target),
    {
      Sid: "AllowTrailAclCheck",
      Effect: "Allow",
      Principal: { Service: ["cloudtrail.amazonaws.com"] },
      Action: ["s3:GetBucketAcl"],
      Resource: [arn],
      Condition: { StringEquals: { "aws:SourceArn": [trailArn(place)] } },
    },
    {
      Sid: "AllowTrailWrite",
      Effect: "Allow",
      Principal: { Service: ["cloudtrail.amazonaws.com"] },
      Action: ["s3:PutObject"],
      Resource: [`${arn}/AWSLogs/${place.accountId}/*`],
      Condition: {
        StringEquals: {
          "aws:SourceArn": [trailArn(place)],
          "s3:x-amz-acl": ["bucket-owner-full-control"],
        },
      },
    },
  );
}

/**
 * Refuses writing by everybody but AWS services, of which the allowing statements let in one: a log that people can
 * write to proves nothing. Requests without credentials carry no such key and are refused, too.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
 */
export function denyOtherWriters({ partition, bucket }: TargetBucket): ResourceStatement {
  return {
    Sid: "DenyOtherWriters",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject"],
    Resource: [`${bucketArn(partition, bucket)}/*`],
    Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": ["false"] } },
  };
}
