import type { OwnTrail } from "../audit";
import type { Replication } from "../replication";
import { throughS3 } from "./conditions";
import { logGroupName } from "./alarms";
import { given, type ConditionBlock, type DeclaredElsewhere, type DeclaredIntent } from "./declared";
import { partitionOf, type MeantPlace } from "./place";

/** The object that GuardDuty puts to see that it may. */
export const validationObject = "malware-protection-resource-validation-object";

/** What AWS services are meant to do on the buckets of a stack. */
export function serviceIntents(place: MeantPlace): readonly DeclaredIntent[] {
  const { destination, audit } = place.settings;
  const { malwareScan, replication, accessLogs } = destination;
  return [
    ...(malwareScan === undefined ? [] : scanIntents(place, malwareScan.prefixes)),
    ...(replication === undefined ? [] : replicationIntents(place, replication)),
    ...(audit.kind === "trail" ? auditIntents(place, audit) : []),
    ...(accessLogs === undefined ? [] : [accessLogIntent(place, accessLogs.bucket)]),
  ];
}

function scanIntents(place: MeantPlace, prefixes: readonly string[]): readonly DeclaredIntent[] {
  const { encryption } = place.settings.destination;
  const common = {
    bucketArn: place.bucketArn,
    who: ["malware-protection-plan.guardduty.amazonaws.com"],
    role: place.ownRole("malware-scan"),
    assumeConditions: {
      StringEquals: { "aws:SourceAccount": [place.account] },
      ArnLike: { "aws:SourceArn": [place.own("guardduty", "malware-protection-plan/*")] },
    },
    ...given(
      "keyConditions",
      encryption.kind === "s3" ? {} : throughS3(place, encryption, [...prefixes, validationObject]),
    ),
  };
  return [
    {
      ...common,
      name: "malware scan",
      actions: [
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:GetObjectTagging",
        "s3:GetObjectVersionTagging",
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
      ],
      prefixes,
      bucketActions: ["s3:PutBucketNotification", "s3:GetBucketNotification", "s3:ListBucket"],
      elsewhere: managedRule(place),
    },
    {
      ...common,
      name: "malware scan, validation object",
      actions: ["s3:PutObject"],
      prefixes: [],
      objects: [validationObject],
    },
  ];
}

/** GuardDuty hears of new objects by a rule of EventBridge that it manages itself. */
function managedRule(place: MeantPlace): readonly DeclaredElsewhere[] {
  const resources = [place.own("events", "rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*")];
  const managedBy = "malware-protection-plan.guardduty.amazonaws.com";
  return [
    {
      actions: ["events:PutRule", "events:DeleteRule", "events:PutTargets", "events:RemoveTargets"],
      resources,
      conditions: { StringEquals: { "events:ManagedBy": [managedBy] } },
    },
    { actions: ["events:DescribeRule", "events:ListTargetsByRule"], resources },
  ];
}

function replicationIntents(place: MeantPlace, replication: Replication): readonly DeclaredIntent[] {
  const { objectLock } = place.settings.destination;
  const common = {
    who: ["s3.amazonaws.com"],
    role: place.ownRole("replication"),
    assumeConditions: onBehalfOf([place.bucketArn], place.account, "IfExists"),
    prefixes: [""],
  };
  return [
    {
      ...common,
      name: "replication, reading",
      bucketArn: place.bucketArn,
      actions: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        ...(objectLock === undefined ? [] : ["s3:GetObjectRetention", "s3:GetObjectLegalHold"]),
      ],
      bucketActions: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
    },
    {
      ...common,
      name: "replication, writing",
      bucketArn: replicaArn(replication),
      actions: ["s3:ReplicateObject", "s3:ReplicateTags"],
    },
  ];
}

/** The bucket that objects are copied to. */
export const replicaArn = ({ region, bucket }: Replication): string =>
  `arn:${partitionOf(region)}:s3:::${bucket}`;

function auditIntents(place: MeantPlace, audit: OwnTrail): readonly DeclaredIntent[] {
  const common = {
    bucketArn: place.arnOfBucket(place.auditBucket(audit.bucket)),
    who: ["cloudtrail.amazonaws.com"],
    keyActions: [],
  };
  const forTrail = { "aws:SourceArn": [trailArn(place)] };
  return [
    {
      ...common,
      name: "audit log, check",
      actions: [],
      prefixes: [],
      bucketActions: ["s3:GetBucketAcl"],
      useConditions: { StringEquals: forTrail },
    },
    {
      ...common,
      name: "audit log, delivery",
      actions: ["s3:PutObject"],
      prefixes: [`AWSLogs/${place.account}/`],
      useConditions: { StringEquals: { ...forTrail, "s3:x-amz-acl": ["bucket-owner-full-control"] } },
    },
    {
      ...common,
      name: "audit log group, delivery",
      role: place.ownRole("audit-logs"),
      assumeConditions: onBehalfOf([trailArn(place)], place.account, "IfExists"),
      actions: [],
      prefixes: [],
      elsewhere: [
        {
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [
            place.own(
              "logs",
              `log-group:${logGroupName(place)}:log-stream:${place.account}_CloudTrail_${place.region}*`,
            ),
          ],
        },
      ],
    },
  ];
}

/** The ARN of the trail that records the requests for the bucket. */
export const trailArn = (place: MeantPlace): string => place.own("cloudtrail", `trail/${trailName(place)}`);

/** The name of that trail: CloudTrail takes no two of `.`, `_` and `-` in a row. */
export const trailName = ({ settings, bucket }: MeantPlace): string =>
  `${settings.namePrefix}-${bucket}`.replace(/[._-]{2,}/g, "-");

function accessLogIntent(place: MeantPlace, named: string | undefined): DeclaredIntent {
  return {
    name: "access log, delivery",
    bucketArn: place.arnOfBucket(place.accessLogBucket(named)),
    who: ["logging.s3.amazonaws.com"],
    actions: ["s3:PutObject"],
    prefixes: [`${place.bucket}/`],
    useConditions: onBehalfOf([place.bucketArn], place.account, ""),
  };
}

/** The service acts for these resources of the account; `IfExists`: where it tells for whom. */
export function onBehalfOf(
  sourceArns: readonly string[],
  account: string,
  ifExists: "" | "IfExists",
): ConditionBlock {
  return {
    [`StringEquals${ifExists}`]: { "aws:SourceArn": sourceArns, "aws:SourceAccount": [account] },
  };
}
