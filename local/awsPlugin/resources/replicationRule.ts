import type {
  Destination,
  ReplicationRule,
  ReplicationRuleFilter,
  SourceSelectionCriteria,
  StorageClass,
} from "@aws-sdk/client-s3";
import type { Schema, Told, ValueOf } from "../schema";

const status = { type: "string", required: true, values: ["Enabled", "Disabled"] } as const;
const onOrOff = { type: "object", properties: { status } } as const;

/** One replication rule as an input. */
export const replicationRule = {
  type: "object",
  properties: {
    id: { type: "string", computed: true },
    status,
    priority: { type: "integer", least: 0 },
    filter: { type: "object", properties: { prefix: { type: "string" } } },
    deleteMarkerReplication: onOrOff,
    sourceSelectionCriteria: {
      type: "object",
      properties: { sseKmsEncryptedObjects: onOrOff, replicaModifications: onOrOff },
    },
    destination: {
      type: "object",
      required: true,
      properties: {
        bucket: { type: "string", required: true, pattern: "arn:aws[a-z-]*:s3:::.+" },
        account: { type: "string", pattern: "\\d{12}" },
        storageClass: {
          type: "string",
          values: [
            "STANDARD",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "GLACIER_IR",
            "DEEP_ARCHIVE",
          ],
        },
        accessControlTranslation: {
          type: "object",
          properties: { owner: { type: "string", required: true, values: ["Destination"] } },
        },
        encryptionConfiguration: {
          type: "object",
          properties: {
            replicaKmsKeyId: { type: "string", required: true, pattern: "arn:aws[a-z-]*:kms:.+" },
          },
        },
      },
    },
  },
} as const satisfies Schema;

type Rule = ValueOf<typeof replicationRule>;
type ToldRule = Told<(typeof replicationRule)["properties"]>;

/** A rule in the form of the S3 API. */
export function ruleToAws(rule: Rule): ReplicationRule {
  const { deleteMarkerReplication: markers } = rule;
  const criteria = criteriaToAws(rule.sourceSelectionCriteria ?? {});
  return {
    ID: rule.id,
    Status: switchOf(rule.status),
    Priority: rule.priority,
    ...(rule.filter && { Filter: { Prefix: rule.filter.prefix ?? "" } }),
    ...(markers && { DeleteMarkerReplication: { Status: switchOf(markers.status) } }),
    ...(Object.keys(criteria).length > 0 && { SourceSelectionCriteria: criteria }),
    Destination: destinationToAws(rule.destination),
  };
}

function criteriaToAws(given: NonNullable<Rule["sourceSelectionCriteria"]>): SourceSelectionCriteria {
  const { sseKmsEncryptedObjects: encrypted, replicaModifications: replicas } = given;
  return {
    ...(encrypted && { SseKmsEncryptedObjects: { Status: switchOf(encrypted.status) } }),
    ...(replicas && { ReplicaModifications: { Status: switchOf(replicas.status) } }),
  };
}

function destinationToAws(given: Rule["destination"]): Destination {
  const { accessControlTranslation: owner, encryptionConfiguration: encryption } = given;
  return {
    Bucket: given.bucket,
    Account: given.account,
    StorageClass: given.storageClass as StorageClass | undefined,
    ...(owner && { AccessControlTranslation: { Owner: "Destination" } }),
    ...(encryption && { EncryptionConfiguration: { ReplicaKmsKeyID: encryption.replicaKmsKeyId } }),
  };
}

function switchOf(given: string): "Enabled" | "Disabled" {
  return given === "Enabled" ? "Enabled" : "Disabled";
}

/** A rule as S3 told it: what S3 leaves out is not there. */
export function toldRule(rule: ReplicationRule): ToldRule {
  const encrypted = rule.SourceSelectionCriteria?.SseKmsEncryptedObjects;
  const replicas = rule.SourceSelectionCriteria?.ReplicaModifications;
  return {
    id: rule.ID,
    status: rule.Status,
    priority: rule.Priority ?? null,
    filter: toldFilter(rule.Filter),
    deleteMarkerReplication: toldSwitch(rule.DeleteMarkerReplication),
    sourceSelectionCriteria:
      encrypted === undefined && replicas === undefined
        ? null
        : { sseKmsEncryptedObjects: toldSwitch(encrypted), replicaModifications: toldSwitch(replicas) },
    destination: toldDestination(rule.Destination),
  };
}

function toldSwitch(live: { readonly Status?: string | undefined } | undefined) {
  return live === undefined ? null : { status: live.Status };
}

function toldFilter(live: ReplicationRuleFilter | undefined): ToldRule["filter"] {
  return live === undefined ? null : { prefix: live.Prefix ?? null };
}

function toldDestination(live: Destination | undefined): ToldRule["destination"] {
  return {
    bucket: live?.Bucket,
    account: live?.Account ?? null,
    storageClass: live?.StorageClass ?? null,
    accessControlTranslation:
      live?.AccessControlTranslation === undefined ? null : { owner: live.AccessControlTranslation.Owner },
    encryptionConfiguration:
      live?.EncryptionConfiguration === undefined
        ? null
        : { replicaKmsKeyId: live.EncryptionConfiguration.ReplicaKmsKeyID },
  };
}
