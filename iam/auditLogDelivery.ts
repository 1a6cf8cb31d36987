import { auditLogGroupArn, trailArn, type AuditPlace } from "./auditPlace";
import type { IdentityStatement, TrustStatement } from "./document";
import { onBehalfOfIfTold } from "./service";

/** Trust side: CloudTrail assumes the role for this trail. */
export function trustTrail(place: AuditPlace): TrustStatement {
  return {
    Sid: "TrustTrail",
    Effect: "Allow",
    Principal: { Service: ["cloudtrail.amazonaws.com"] },
    Action: ["sts:AssumeRole"],
    Condition: onBehalfOfIfTold([trailArn(place)], place.accountId),
  };
}

/**
 * Identity side: exactly the log streams that CloudTrail makes for a trail of this account and region.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
export function allowLogDelivery(place: AuditPlace): IdentityStatement {
  const { accountId, region } = place;
  return {
    Sid: "AllowLogDelivery",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [`${auditLogGroupArn(place)}:log-stream:${accountId}_CloudTrail_${region}*`],
  };
}
