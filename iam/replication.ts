import type { Replication } from "../settings/replication";
import type { Settings } from "../settings/settings";
import { accountRootArn, bucketArn, partitionOf } from "./arn";
import {
  policyJson,
  type Condition,
  type IdentityStatement,
  type ResourceStatement,
  type TrustStatement,
  type Values,
} from "./document";
import { allowKeyAdministration } from "./keyAdministration";
import { everyKeyArn, forObjects, isKeyWithAlias } from "./keyUse";
import { keyAlias, serviceRoleName } from "./names";
import { destinationRoleArn, ownKeyAlias, placeOf, type Place } from "./place";
import { onBehalfOfIfTold } from "./service";
import { denyOldTls, denyPlainHttp } from "./transport";

/** Settings with a replica. */
export interface ReplicatedSettings extends Pick<Settings, "destination" | "namePrefix"> {
  readonly replication: Replication;
}

/** Where the replica is. */
export function replicaPlaceOf({ replication }: Pick<ReplicatedSettings, "replication">): Place {
  const { accountId, region, bucket } = replication;
  return { partition: partitionOf(region), region, accountId, bucket };
}

/** The ARN of the role with which S3 replicates; it is in the destination account. */
export function replicationRoleArn(settings: Pick<Settings, "destination" | "namePrefix">): string {
  return destinationRoleArn(placeOf(settings), serviceRoleName(settings.namePrefix, "replication"));
}

/** Trust side: S3 assumes the role for this bucket. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
export function trustReplication(settings: Pick<Settings, "destination">): TrustStatement {
  const { partition, bucket, accountId } = placeOf(settings);
  return {
    Sid: "TrustReplication",
    Effect: "Allow",
    Principal: { Service: ["s3.amazonaws.com"] },
    Action: ["sts:AssumeRole"],
    Condition: onBehalfOfIfTold([bucketArn(partition, bucket)], accountId),
  };
}

/**
 * Identity side: reads what replication reads of the bucket and writes replicas. It deletes nothing, since delete
 * markers are not replicated.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicationPolicy(settings: ReplicatedSettings): string {
  const place = placeOf(settings);
  const replica = replicaPlaceOf(settings);
  const arn = bucketArn(place.partition, place.bucket);
  const { objectLock } = settings.destination;
  return policyJson<IdentityStatement>(
    {
      Sid: "AllowReadConfiguration",
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: [arn],
    },
    {
      Sid: "AllowReadVersions",
      Effect: "Allow",
      Action: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        ...(objectLock === undefined ? [] : ["s3:GetObjectRetention", "s3:GetObjectLegalHold"]),
      ],
      Resource: [`${arn}/*`],
    },
    {
      Sid: "AllowReplicate",
      Effect: "Allow",
      Action: replicateActions,
      Resource: [`${bucketArn(replica.partition, replica.bucket)}/*`],
    },
    ...keyIdentityStatements(settings),
  );
}

const replicateActions: Values = ["s3:ReplicateObject", "s3:ReplicateTags"];

function keyIdentityStatements(settings: ReplicatedSettings): IdentityStatement[] {
  const { encryption } = settings.destination;
  if (encryption.kind === "s3") return [];
  const alias = ownKeyAlias(settings);
  const place = placeOf(settings);
  const replica = replicaPlaceOf(settings);
  return [
    {
      Sid: "AllowDecrypt",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [encryption.keyArn ?? everyKeyArn(place)],
      Condition: {
        ...forObjects(settings, [""]),
        ...(alias === undefined ? {} : isKeyWithAlias(alias)),
      },
    },
    {
      Sid: "AllowEncryptReplicas",
      Effect: "Allow",
      Action: encryptActions(settings),
      Resource: [everyKeyArn(replica)],
      Condition: {
        ...forReplicas(settings),
        // Of another account's key, that account's key policy decides.
        ...(replica.accountId === place.accountId ? isKeyWithAlias(replicaKeyAlias(settings)) : {}),
      },
    },
  ];
}

/** The alias of the replica's key. */
export function replicaKeyAlias({ namePrefix, replication }: ReplicatedSettings): string {
  return keyAlias(namePrefix, replication.bucket);
}

/**
 * Encrypting replicas; with a bucket key S3 also decrypts to check that key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
function encryptActions(settings: Pick<Settings, "destination">): Values {
  return ["kms:Encrypt", "kms:GenerateDataKey", ...(hasBucketKey(settings) ? ["kms:Decrypt"] : [])];
}

function hasBucketKey({ destination: { encryption } }: Pick<Settings, "destination">): boolean {
  return encryption.kind === "kms" && encryption.bucketKey;
}

/** As the destination's condition, for the replica's bucket and region. */
function forReplicas(settings: ReplicatedSettings): Condition {
  const { bucket, region } = settings.replication;
  return forObjects({ destination: { ...settings.destination, bucket, region } }, [""]);
}

/**
 * Bucket side: TLS, and the replication role where it is of another account.
 *
 * AWS's example also lets the role suspend versioning and list; replication needs neither.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html#setting-repl-config-crossacct
 */
export function replicaBucketPolicy(settings: ReplicatedSettings): string {
  const place = placeOf(settings);
  const replica = replicaPlaceOf(settings);
  const arn = bucketArn(replica.partition, replica.bucket);
  return policyJson<ResourceStatement>(
    denyPlainHttp(replica),
    denyOldTls(replica),
    ...(replica.accountId === place.accountId
      ? []
      : [
          byReplicationRole(settings, {
            Sid: "AllowReplicate",
            Action: replicateActions,
            Resource: [`${arn}/*`],
          }),
          byReplicationRole(settings, {
            Sid: "AllowVersioningCheck",
            Action: ["s3:GetBucketVersioning"],
            Resource: [arn],
          }),
        ]),
  );
}

/**
 * Key side of the replica: administration, and the replication role encrypts.
 *
 * The destination's administrators are roles of its account: where the replica is in another one, whoever that
 * account's IAM lets administers its key.
 */
export function replicaKeyPolicy(settings: ReplicatedSettings): string {
  const { destination } = settings;
  const { encryption } = destination;
  const replica = replicaPlaceOf(settings);
  const administrators =
    encryption.kind !== "s3" && replica.accountId === destination.accountId ? encryption.administrators : [];
  return policyJson(
    allowKeyAdministration(replica, administrators),
    byReplicationRole(settings, {
      Sid: "AllowReplication",
      Action: encryptActions(settings),
      Resource: ["*"],
      Condition: forReplicas(settings),
    }),
  );
}

/** Key side of the destination: the replication role decrypts; nothing where S3 owns the key or there is no replica. */
export function replicationKeyStatements(
  settings: Pick<Settings, "destination" | "namePrefix">,
): ResourceStatement[] {
  const { encryption, replication } = settings.destination;
  if (encryption.kind === "s3" || replication === undefined) return [];
  return [
    byReplicationRole(settings, {
      Sid: "AllowReplication",
      Action: ["kms:Decrypt"],
      Resource: ["*"],
      Condition: forObjects(settings, [""]),
    }),
  ];
}

/** The account and the role's ARN in a condition, so that the role need not exist yet. */
function byReplicationRole(
  settings: Pick<Settings, "destination" | "namePrefix">,
  { Condition = {}, ...statement }: Pick<ResourceStatement, "Sid" | "Action" | "Resource" | "Condition">,
): ResourceStatement {
  const { partition, accountId } = placeOf(settings);
  return {
    ...statement,
    Effect: "Allow",
    Principal: { AWS: [accountRootArn(partition, accountId)] },
    Condition: { ...Condition, ArnEquals: { "aws:PrincipalArn": [replicationRoleArn(settings)] } },
  };
}
