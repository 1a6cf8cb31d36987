import type { StoredBucket, StoreReader } from "../store";
import { childOf, descend, textOf, type XmlElement } from "../xml";
import { bucketConfiguration } from "./bucketConfiguration";

/** A rule of a bucket's replication configuration. */
export interface ReplicationRule {
  readonly role: string;
  readonly priority: number;
  readonly prefix: string;
  /** All of them must be on the object. */
  readonly tags: readonly (readonly [string, string])[];
  readonly destinationBucket: string;
  /** Whose the destination must be, where the rule says it. */
  readonly destinationAccount: string | undefined;
  readonly storageClass: string | undefined;
  /** Whether objects under KMS keys are copied too. */
  readonly copiesKmsObjects: boolean;
  readonly replicaKmsKeyId: string | undefined;
  readonly copiesDeleteMarkers: boolean;
  readonly changesOwner: boolean;
}

/**
 * The rules of a bucket that are enabled, those of the highest priority first.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 */
export async function replicationRules(
  store: StoreReader,
  bucket: StoredBucket,
): Promise<readonly ReplicationRule[]> {
  const configuration = await bucketConfiguration(store, bucket, "replication");
  const role = textOf(configuration, "Role") ?? "";
  return (configuration?.children ?? [])
    .filter((rule) => rule.name === "Rule" && /Enabled$/.test(textOf(rule, "Status") ?? ""))
    .map((rule) => readRule(rule, role))
    .sort((a, b) => b.priority - a.priority);
}

function readRule(rule: XmlElement, role: string): ReplicationRule {
  const filter = childOf(rule, "Filter");
  const and = childOf(filter, "And");
  const tags = [...(filter?.children ?? []), ...(and?.children ?? [])].filter(({ name }) => name === "Tag");
  const destination = childOf(rule, "Destination");
  const status = (...names: readonly string[]) =>
    descend(rule, ...names, "Status")?.text.trim() === "Enabled";
  return {
    role,
    priority: Number(textOf(rule, "Priority") ?? "0"),
    prefix: textOf(filter, "Prefix") ?? textOf(and, "Prefix") ?? textOf(rule, "Prefix") ?? "",
    tags: tags.map((tag) => [textOf(tag, "Key") ?? "", textOf(tag, "Value") ?? ""]),
    destinationBucket: (textOf(destination, "Bucket") ?? "").replace(/^arn:aws:s3:::/, ""),
    destinationAccount: textOf(destination, "Account"),
    storageClass: textOf(destination, "StorageClass"),
    copiesKmsObjects: status("SourceSelectionCriteria", "SseKmsEncryptedObjects"),
    replicaKmsKeyId: textOf(childOf(destination, "EncryptionConfiguration"), "ReplicaKmsKeyID"),
    // Without a filter it is a rule of the old form, which always copies them.
    copiesDeleteMarkers: filter === undefined || status("DeleteMarkerReplication"),
    changesOwner: childOf(destination, "AccessControlTranslation") !== undefined,
  };
}
