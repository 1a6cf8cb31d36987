import { accountRootArn, iamArn } from "./arn";
import { alarmArns, auditLogGroupArn, trailArn, type AuditPlace } from "./auditPlace";
import { nonEmpty, policyJson, type ResourceStatement, type Values } from "./document";
import { allowKeyAdministration } from "./keyAdministration";
import { trailName } from "./names";
import { viaS3 } from "./place";
import { onBehalfOfIfTold } from "./service";

const everyUse: Values = ["*"];
const trailContext = "kms:EncryptionContext:aws:cloudtrail:arn";

/** Who works with the key that encrypts log files, log group and alarms, beside the services. */
export interface AuditKeyUsers {
  /** Roles of the destination account that administer the key; empty: whoever its IAM lets. */
  readonly administrators: readonly string[];
  /** Roles of the destination account that read the log files. */
  readonly readers: readonly string[];
}

/**
 * Key side: CloudTrail, CloudWatch Logs and CloudWatch encrypt with the key for this trail, log group and these
 * alarms; readers decrypt what the trail delivered. Nobody else has any use of it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function auditKeyPolicy(place: AuditPlace, users: AuditKeyUsers): string {
  return policyJson(
    allowKeyAdministration(place, users.administrators),
    allowTrailEncryption(place),
    allowTrailDescription(place),
    allowLogGroup(place),
    allowAlarms(place),
    ...allowReaders(place, users.readers),
  );
}

function allowTrailEncryption(place: AuditPlace): ResourceStatement {
  return {
    Sid: "AllowTrailEncryption",
    Effect: "Allow",
    Principal: { Service: ["cloudtrail.amazonaws.com"] },
    Action: ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
    Resource: everyUse,
    Condition: {
      StringEquals: { "aws:SourceArn": [trailArn(place)] },
      StringLike: { [trailContext]: [trailInEveryRegion(place)] },
    },
  };
}

/** When a trail is made or changed, CloudTrail looks at its key. */
function allowTrailDescription(place: AuditPlace): ResourceStatement {
  return {
    Sid: "AllowTrailDescription",
    Effect: "Allow",
    Principal: { Service: ["cloudtrail.amazonaws.com"] },
    Action: ["kms:DescribeKey"],
    Resource: everyUse,
    Condition: { StringEquals: { "aws:SourceArn": [trailArn(place)] } },
  };
}

/**
 * The encryption context names the group, which is as exact as a source ARN. AWS's example lists `kms:Describe*` beside
 * it in vain: describing a key has no such context.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function allowLogGroup(place: AuditPlace): ResourceStatement {
  return {
    Sid: "AllowLogGroup",
    Effect: "Allow",
    Principal: { Service: [`logs.${place.region}.amazonaws.com`] },
    Action: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
    ],
    Resource: everyUse,
    Condition: { StringEquals: { "kms:EncryptionContext:aws:logs:arn": [auditLogGroupArn(place)] } },
  };
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
function allowAlarms(place: AuditPlace): ResourceStatement {
  return {
    Sid: "AllowAlarms",
    Effect: "Allow",
    Principal: { Service: ["cloudwatch.amazonaws.com"] },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: everyUse,
    Condition: onBehalfOfIfTold(alarmArns(place), place.accountId),
  };
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html#create-kms-key-policy-for-cloudtrail-decrypt */
function allowReaders(place: AuditPlace, readers: readonly string[]): ResourceStatement[] {
  if (readers.length === 0) return [];
  const { partition, accountId, region } = place;
  const arns = readers.map((role) => iamArn(partition, accountId, role));
  return [
    {
      Sid: "AllowReaders",
      Effect: "Allow",
      Principal: { AWS: [accountRootArn(partition, accountId)] },
      Action: ["kms:Decrypt"],
      Resource: everyUse,
      Condition: {
        ArnEquals: { "aws:PrincipalArn": nonEmpty(arns, "readers") },
        StringEquals: { "kms:ViaService": [viaS3(region)] },
        StringLike: { [trailContext]: [trailInEveryRegion(place)] },
      },
    },
  ];
}

// AWS's pages have a `*` in place of the region in the encryption context and the home region in `aws:SourceArn`:
// should another region's part of the trail name itself, its events would be lost with an exact one.
function trailInEveryRegion({ partition, accountId, namePrefix, bucket }: AuditPlace): string {
  return `arn:${partition}:cloudtrail:*:${accountId}:trail/${trailName(namePrefix, bucket)}`;
}
