import type { OwnTrail } from "../audit";
import type { KeyEncryption } from "../encryption";
import type { Replication } from "../replication";
import { alarms, logGroupName } from "./alarms";
import { byS3, throughS3 } from "./conditions";
import { allOf, type ConditionBlock, type DeclaredKeyUse } from "./declared";
import { partitionOf, type MeantPlace } from "./place";
import { onBehalfOf, replicaArn, trailArn, trailName } from "./services";

/** What is meant to be done with the keys of a stack beside what the puts and reads of intents take. */
export function keyUses(place: MeantPlace): readonly DeclaredKeyUse[] {
  const { destination, audit } = place.settings;
  const { encryption, replication } = destination;
  return [
    ...(encryption.kind === "s3" ? [] : destinationKeyUses(place, encryption, replication)),
    ...(audit.kind === "trail" ? auditKeyUses(place, audit) : []),
  ];
}

function destinationKeyUses(
  place: MeantPlace,
  encryption: KeyEncryption,
  replication: Replication | undefined,
): readonly DeclaredKeyUse[] {
  const { readers } = place.settings.destination;
  // Of a key that exists already, its owner says who may use it.
  const own = encryption.keyArn === undefined;
  const { administrators } = encryption;
  return [
    ...(own ? [administration("key", place.bucketArn, place.account, administrators, place)] : []),
    ...(own && readers.length > 0
      ? [
          {
            name: "readers",
            bucketArn: place.bucketArn,
            who: readers.map((role) => place.iam(place.account, role)),
            actions: ["kms:Decrypt"],
            conditions: byS3(place.region),
          },
        ]
      : []),
    ...(replication === undefined ? [] : replicationKeyUses(place, encryption, replication)),
  ];
}

function replicationKeyUses(
  place: MeantPlace,
  encryption: KeyEncryption,
  replication: Replication,
): readonly DeclaredKeyUse[] {
  const { accountId, bucket, region } = replication;
  const copies = { partition: partitionOf(region), bucket, region };
  const who = [place.ownRole("replication")];
  const bucketKey = encryption.kind === "kms" && encryption.bucketKey;
  const administrators = accountId === place.account ? encryption.administrators : [];
  return [
    {
      name: "replication, reading with the key",
      bucketArn: place.bucketArn,
      who,
      actions: ["kms:Decrypt"],
      conditions: throughS3(place, encryption, [""]),
    },
    {
      name: "replication, writing with the key",
      bucketArn: replicaArn(replication),
      who,
      actions: ["kms:Encrypt", "kms:GenerateDataKey", ...(bucketKey ? ["kms:Decrypt"] : [])],
      conditions: throughS3(copies, encryption, [""]),
    },
    administration("key of the copies", replicaArn(replication), accountId, administrators, place),
  ];
}

/** CloudTrail, CloudWatch Logs and CloudWatch use the key of the audit logs; readers decrypt them. */
function auditKeyUses(place: MeantPlace, audit: OwnTrail): readonly DeclaredKeyUse[] {
  const { settings, account, region, bucket } = place;
  const { namePrefix, destination } = settings;
  const bucketArn = place.arnOfBucket(place.auditBucket(audit.bucket));
  const forTrail = { "aws:SourceArn": [trailArn(place)] };
  const trails = `arn:${place.partition}:cloudtrail:*:${account}:trail/${trailName(place)}`;
  const ofTrail: ConditionBlock = { StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": [trails] } };
  const logGroup = place.own("logs", `log-group:${logGroupName(place)}`);
  const sources = alarms.map(({ kind }) => place.own("cloudwatch", `alarm:${namePrefix}-${bucket}-${kind}`));
  const use = (
    name: string,
    who: readonly string[],
    actions: readonly string[],
    conditions: ConditionBlock,
  ): DeclaredKeyUse => ({
    name,
    bucketArn,
    who,
    actions: actions.map((action) => `kms:${action}`),
    conditions,
  });
  const administrators = destination.encryption.kind === "s3" ? [] : destination.encryption.administrators;
  const dataKeys = ["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"];
  return [
    administration("key of the audit log", bucketArn, account, administrators, place),
    use(
      "audit log, encryption",
      ["cloudtrail.amazonaws.com"],
      dataKeys,
      allOf({ StringEquals: forTrail }, ofTrail),
    ),
    use("audit log, key check", ["cloudtrail.amazonaws.com"], ["DescribeKey"], { StringEquals: forTrail }),
    use(
      "audit log group",
      [`logs.${region}.amazonaws.com`],
      ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", ...dataKeys],
      { StringEquals: { "kms:EncryptionContext:aws:logs:arn": [logGroup] } },
    ),
    use(
      "alarms",
      ["cloudwatch.amazonaws.com"],
      ["Decrypt", "GenerateDataKey"],
      onBehalfOf(sources, account, "IfExists"),
    ),
    ...(audit.readers.length === 0
      ? []
      : [
          use(
            "audit log, readers",
            audit.readers.map((role) => place.iam(account, role)),
            ["Decrypt"],
            allOf(byS3(region), ofTrail),
          ),
        ]),
  ];
}

/** Who administers a key: those that are named, or whoever the IAM of its account lets. */
function administration(
  what: string,
  bucketArn: string,
  account: string,
  administrators: readonly string[],
  place: MeantPlace,
): DeclaredKeyUse {
  const named = administrators.length === 0 ? ["root"] : administrators;
  return {
    name: `administration of the ${what}`,
    bucketArn,
    who: named.map((role) => place.iam(account, role)),
    actions: administrationActions.map((action) => `kms:${action}`),
  };
}

/**
 * What changes a key and uses nothing of it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
 */
const administrationActions = [
  "CancelKeyDeletion",
  "CreateAlias",
  "DeleteAlias",
  "DescribeKey",
  "DisableKey",
  "DisableKeyRotation",
  "EnableKey",
  "EnableKeyRotation",
  "GetKeyPolicy",
  "GetKeyRotationStatus",
  "ListGrants",
  "ListKeyPolicies",
  "ListKeyRotations",
  "ListResourceTags",
  "PutKeyPolicy",
  "RevokeGrant",
  "RotateKeyOnDemand",
  "ScheduleKeyDeletion",
  "TagResource",
  "UntagResource",
  "UpdateAlias",
  "UpdateKeyDescription",
];
