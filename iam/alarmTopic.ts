import { alarmArns, alarmTopicArn, type AuditPlace } from "./auditPlace";
import { policyJson, type ResourceStatement } from "./document";

/**
 * Topic side: the alarms tell of themselves, over TLS only. Whoever else publishes would need the leave of the
 * account's own IAM.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit
 */
export function alarmTopicPolicy(place: AuditPlace): string {
  const arn = alarmTopicArn(place);
  return policyJson<ResourceStatement>(
    {
      Sid: "DenyPlainHttp",
      Effect: "Deny",
      Principal: "*",
      Action: ["sns:Publish"],
      Resource: [arn],
      Condition: { Bool: { "aws:SecureTransport": ["false"] } },
    },
    {
      Sid: "AllowAlarms",
      Effect: "Allow",
      Principal: { Service: ["cloudwatch.amazonaws.com"] },
      Action: ["sns:Publish"],
      Resource: [arn],
      Condition: {
        StringEquals: { "aws:SourceArn": alarmArns(place), "aws:SourceAccount": [place.accountId] },
      },
    },
  );
}
