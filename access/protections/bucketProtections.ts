import { bucketReferents } from "../stack/buckets";
import type { BucketReferent } from "../stack/buckets";
import { encryptionOf } from "../stack/bucketEncryption";
import { keyReferents } from "../stack/keys";
import type { StackReading } from "../stack/stackReading";
import { property } from "../stack/stackResource";
import type { StackResource } from "../stack/stackResource";
import { items, member, unknown } from "../stack/value";
import type { Value } from "../stack/value";
import { lifecycleProtections } from "./lifecycleProtections";
import { flag, level, thing } from "./protection";
import type { Protection } from "./protection";

const blockFlags = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
] as const;

/** What guards the buckets of a stack, their policies aside. */
export function bucketProtections(reading: StackReading): readonly Protection[] {
  const buckets = bucketReferents(reading);
  const keys = keyReferents(reading);
  const parts = new Map<string, StackResource[]>();
  for (const resource of reading.resources) {
    if (!/^aws:(s3|guardduty)\//.test(resource.type)) continue;
    const path = resource.type.startsWith("aws:guardduty/") ? undefined : "bucket";
    const found =
      path === undefined ? undefined : buckets.find(resource, path, property(resource, path), undefined);
    if (found === undefined) continue;
    parts.set(found.name, [...(parts.get(found.name) ?? []), resource]);
  }
  return [
    ...buckets.all.flatMap((bucket) => {
      const own = parts.get(bucket.name) ?? [];
      const of = (type: string): StackResource | undefined =>
        own.find((one) => one.type.replace(/V2$/, "").endsWith(`:${type}`));
      return ofBucket(bucket, of, (path, one) =>
        one === undefined ? undefined : encryptionOf(one, path, bucket.name, reading, keys),
      );
    }),
    ...reading
      .of("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")
      .flatMap((one) =>
        blockFlags.map((name) =>
          flag("public access block", `account ${reading.account(one)}`, name, property(one, name)),
        ),
      ),
  ];
}

function ofBucket(
  { name, resource }: BucketReferent,
  of: (type: string) => StackResource | undefined,
  encryption: (path: string, one: StackResource | undefined) => ReturnType<typeof encryptionOf>,
): readonly Protection[] {
  const subject = `bucket ${name}`;
  const value = (type: string, path: string): Value | undefined => {
    const one = of(type);
    return one === undefined ? undefined : property(one, path);
  };
  const own = (path: string): Value | undefined =>
    resource === undefined ? undefined : property(resource, path);
  const encrypting = of("BucketServerSideEncryptionConfiguration");
  const encrypted =
    encryption("rules", encrypting) ?? encryption("serverSideEncryptionConfiguration", resource);
  const algorithms = { s3: 1, kms: 2, dsse: 3 };
  const ownKey = encrypted !== undefined && encrypted.kind !== "s3" && encrypted.keyArn !== undefined;
  const names = { s3: "AES256", kms: "aws:kms", dsse: "aws:kms:dsse" };
  const block = of("BucketPublicAccessBlock");
  const blocked = items(
    member(items(value("BucketServerSideEncryptionConfiguration", "rules"))[0], "blockedEncryptionTypes"),
  );
  return [
    level(
      "encryption",
      subject,
      "default encryption",
      encrypted === undefined
        ? "AES256, as S3 does where nothing is said"
        : `${names[encrypted.kind]}${ownKey ? " with a key of its own" : ""}`,
      encrypted === undefined ? 1 : algorithms[encrypted.kind] * 2 - (ownKey ? 0 : 1),
    ),
    flag(
      "encryption",
      subject,
      "refusal of SSE-C",
      blocked.includes(unknown) ? unknown : blocked.includes("SSE-C"),
    ),
    versioning(subject, value("BucketVersioning", "versioningConfiguration") ?? own("versioning")),
    ...objectLock(subject, of("BucketObjectLockConfiguration"), own("objectLockConfiguration")),
    ...blockFlags.map((path) =>
      flag("public access block", subject, path, block === undefined ? undefined : property(block, path)),
    ),
    ownership(subject, member(value("BucketOwnershipControls", "rule"), "objectOwnership")),
    level(
      "audit",
      subject,
      "server access logging",
      of("BucketLogging") === undefined && own("loggings") === undefined ? "off" : "on",
      of("BucketLogging") === undefined && own("loggings") === undefined ? 0 : 1,
    ),
    ...replication(subject, of("BucketReplicationConfiguration") ?? of("BucketReplicationConfig")),
    ...(of("BucketNotification") === undefined
      ? []
      : [flag("audit", subject, "events to EventBridge", value("BucketNotification", "eventbridge"))]),
    flag("deletion", subject, "refusal to be deleted with objects in it", negated(own("forceDestroy")), true),
    ...lifecycleProtections(subject, value("BucketLifecycleConfiguration", "rules") ?? own("lifecycleRules")),
  ];
}

const negated = (value: Value | undefined): Value | undefined =>
  value === unknown || value === undefined ? value : !(value === true || value === "true");

function versioning(subject: string, configuration: Value | undefined): Protection {
  const status = member(configuration, "status") ?? member(configuration, "enabled");
  const on = status === "Enabled" || status === true || status === "true";
  const strength = status === unknown ? undefined : on ? 2 : status === "Suspended" ? 1 : 0;
  return level(
    "versioning",
    subject,
    "versioning",
    on ? "on" : strength === 1 ? "suspended" : "off",
    strength,
  );
}

function ownership(subject: string, said: Value | undefined): Protection {
  const enforced = said === undefined || said === "BucketOwnerEnforced";
  const strength = said === unknown ? undefined : enforced ? 1 : 0;
  return level("ownership", subject, "ACLs", enforced ? "disabled" : "count", strength);
}

/** Of two locks the one of mode COMPLIANCE is stronger, whatever the days: nobody can shorten it. */
function objectLock(
  subject: string,
  configuration: StackResource | undefined,
  inline: Value | undefined,
): readonly Protection[] {
  const rule = configuration === undefined ? member(inline, "rule") : property(configuration, "rule");
  const retention = member(rule, "defaultRetention");
  const mode = member(retention, "mode");
  const years = numberOf(member(retention, "years"));
  const days = years === undefined ? numberOf(member(retention, "days")) : years * 365;
  const isUnknown = [rule, retention, mode].includes(unknown);
  const locked = typeof mode === "string";
  return [
    level(
      "object lock",
      subject,
      "mode of the object lock",
      locked ? mode : "none",
      isUnknown ? undefined : mode === "COMPLIANCE" ? 2 : locked ? 1 : 0,
    ),
    level(
      "object lock",
      subject,
      "days of the object lock",
      String(locked ? (days ?? 0) : 0),
      isUnknown ? undefined : locked ? (days ?? 0) : 0,
    ),
  ];
}

const numberOf = (value: Value | undefined): number | undefined => {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" ? number : undefined;
};

function replication(subject: string, one: StackResource | undefined): readonly Protection[] {
  return one === undefined
    ? []
    : [thing("replication", `${subject}, replication`, "copies objects elsewhere")];
}
