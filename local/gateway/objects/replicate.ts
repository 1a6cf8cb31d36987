import { serviceSession, sessionMay } from "../actors/serviceRole";
import type { Need } from "../model";
import { kmsUseOfRead, type KmsUse } from "../services/s3/encryption";
import { encryptionNeeds } from "../services/s3/encryptionNeeds";
import { tagsOf } from "../services/s3/existingTags";
import { findKey, keyPlace } from "../services/s3/kmsKeys";
import { s3Needs } from "../services/s3/s3Need";
import { storePath } from "../services/s3/storeRequest";
import type { StoredBucket, StoreReader } from "../store";
import { textOf } from "../xml";
import { bucketConfiguration } from "./bucketConfiguration";
import type { CopyObject, ObjectPlace } from "./copyObject";
import { replicationRules, type ReplicationRule } from "./replicationRules";
import { noteReplication } from "./replicationStatuses";
import type { WrittenObject } from "./writtenObject";

const service = "s3.amazonaws.com";

/** A copy that is to be made. */
export interface PendingReplica {
  readonly written: WrittenObject;
  readonly rule: ReplicationRule;
}

/**
 * The copy that a bucket's rules want of a version; undefined where none of them takes it.
 *
 * Its status is PENDING from then on.
 */
export async function wantedReplica(
  store: StoreReader,
  written: WrittenObject,
): Promise<PendingReplica | undefined> {
  const { bucket, key, versionId, change } = written;
  const rules = (await replicationRules(store, bucket)).filter(({ prefix }) => key.startsWith(prefix));
  if (rules.length === 0) return undefined;
  if (change === "deleted") {
    const rule = rules.find(({ copiesDeleteMarkers, tags }) => copiesDeleteMarkers && tags.length === 0);
    return rule === undefined ? undefined : { written, rule };
  }
  const tags = rules.some((rule) => rule.tags.length > 0)
    ? await tagsOf(store, { bucket, key }, versionId)
    : new Map<string, string>();
  const rule = rules.find((one) => one.tags.every(([name, value]) => tags.get(name) === value));
  if (rule === undefined) return undefined;
  const use = await kmsUseOfRead(store, { bucket, key }, versionId);
  if (use !== undefined && !rule.copiesKmsObjects) return undefined;
  noteReplication(bucket.name, key, versionId, "PENDING");
  return { written, rule };
}

/**
 * Copies a version, or its delete marker, to its rule's destination as the rule's role, if that may.
 *
 * What came of it is the version's status.
 *
 * @param copy moves the bytes
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export async function replicate(
  store: StoreReader,
  { written, rule }: PendingReplica,
  copy: CopyObject,
): Promise<void> {
  const { bucket, key, versionId, change } = written;
  const destination = await store.bucket(rule.destinationBucket);
  const session = await serviceSession(store, rule.role, service, `arn:aws:s3:::${bucket.name}`);
  const done =
    destination !== undefined &&
    session !== undefined &&
    (rule.destinationAccount === undefined || rule.destinationAccount === destination.account) &&
    (await hasVersions(store, destination)) &&
    (await sessionMay(store, session, bucket.region, sourceNeeds(written))) &&
    (change === "created"
      ? await replicateVersion(
          store,
          { written, rule },
          destination,
          (region, needs) => sessionMay(store, session, region, needs),
          copy,
        )
      : (await sessionMay(
          store,
          session,
          destination.region,
          s3Needs("s3:ReplicateDelete", { bucket: destination, key }, {}),
        )) && (await putDeleteMarker(store, destination, key)));
  if (change === "created") noteReplication(bucket.name, key, versionId, done ? "COMPLETED" : "FAILED");
}

function sourceNeeds({ bucket, key, change }: WrittenObject): readonly Need[] {
  const ofBucket = ["s3:GetReplicationConfiguration", "s3:ListBucket"].flatMap((action) =>
    s3Needs(action, { bucket, key: "" }, {}),
  );
  const actions = [
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
  ];
  const ofVersion =
    change === "deleted" ? [] : actions.flatMap((action) => s3Needs(action, { bucket, key }, {}));
  return [...ofBucket, ...ofVersion];
}

type May = (region: string, needs: readonly Need[]) => Promise<boolean>;

async function replicateVersion(
  store: StoreReader,
  { written, rule }: PendingReplica,
  destination: StoredBucket,
  may: May,
  copy: CopyObject,
): Promise<boolean> {
  const { bucket, key, versionId } = written;
  const { account } = /^arn:aws:iam::(?<account>\d{12}):/.exec(rule.role)?.groups ?? {};
  const read = await kmsUseOfRead(store, { bucket, key }, versionId);
  if (read !== undefined && !(await may(bucket.region, encryptionNeeds(read, account)))) return false;
  const encryption = read === undefined ? undefined : await replicaKey(store, rule, destination, key);
  if (read !== undefined && encryption === undefined) return false;
  if (encryption !== undefined && !(await may(destination.region, encryptionNeeds(encryption, account)))) {
    return false;
  }
  const tags = await tagsOf(store, { bucket, key }, versionId);
  const headers = encryptionHeaders(encryption);
  const actions = [
    "s3:ReplicateObject",
    ...(tags.size === 0 ? [] : ["s3:ReplicateTags"]),
    ...(rule.changesOwner ? ["s3:ObjectOwnerOverrideToBucketOwner"] : []),
  ];
  const said = Object.fromEntries(Object.entries(headers).map(([name, value]) => [`s3:${name}`, value]));
  const needs = actions.flatMap((action) => s3Needs(action, { bucket: destination, key }, said));
  if (!(await may(destination.region, needs))) return false;
  const more = {
    ...headers,
    ...(tags.size === 0 ? {} : { "x-amz-tagging": new URLSearchParams([...tags]).toString() }),
    ...(rule.storageClass === undefined ? {} : { "x-amz-storage-class": rule.storageClass }),
  };
  const to: ObjectPlace = { bucket: destination, key, versionId: undefined };
  const made = await copy({ bucket, key, versionId }, to, more);
  if (made === undefined) return false;
  noteReplication(destination.name, key, made.versionId, "REPLICA");
  return true;
}

/** The key that the rule names; it must be one in the destination's region. */
async function replicaKey(
  store: StoreReader,
  rule: ReplicationRule,
  destination: StoredBucket,
  key: string,
): Promise<KmsUse | undefined> {
  const named = rule.replicaKmsKeyId;
  if (named === undefined) return undefined;
  const place = keyPlace(named, destination.account, destination.region);
  const found = place.region === destination.region ? await findKey(store, place) : undefined;
  if (found?.state !== "Enabled") return undefined;
  const byDefault = await store.bucketEncryption(destination.name);
  return {
    action: "kms:Encrypt",
    algorithm: "aws:kms",
    key: { kind: "customer", key: found, named },
    bucketKey: byDefault?.bucketKeyEnabled === true,
    encryptionContext: undefined,
    inHeader: true,
    target: { bucket: destination, key },
  };
}

function encryptionHeaders(use: KmsUse | undefined): Readonly<Record<string, string>> {
  if (use?.key.kind !== "customer") return { "x-amz-server-side-encryption": "AES256" };
  return {
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": use.key.key.arn,
  };
}

async function hasVersions(store: StoreReader, bucket: StoredBucket): Promise<boolean> {
  return textOf(await bucketConfiguration(store, bucket, "versioning"), "Status") === "Enabled";
}

async function putDeleteMarker(store: StoreReader, bucket: StoredBucket, key: string): Promise<boolean> {
  const { account, region, name } = bucket;
  const path = storePath(name, key);
  const answer = await store.ask({ account, region, signingName: "s3", method: "DELETE", path });
  return answer.httpStatus === 204;
}
