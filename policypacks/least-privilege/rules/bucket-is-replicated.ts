import { belongsTo, bucketTypes } from "../bucket";
import { bucketName } from "../dataEvents";
import { bucket, ofBucket } from "../example";
import { replicaBucket, replicationRules, replicationType } from "../replication";
import type { FoundResource } from "../resource";
import type { Rule, StackFinding } from "../rule";
import { isProperties, unknown, type Value } from "../value";

/**
 * Off until the configuration asks for it: versions and a lock keep objects, a copy survives the loss of a Region or an
 * account. A bucket that receives copies needs no other one. Where the stack makes both, their Regions must differ.
 */
export const rule: Rule = {
  name: "bucket-is-replicated",
  displayName: "A bucket is copied to another Region",
  description: "A bucket must have an enabled replication rule to a bucket in another Region.",
  why: "The objects are lost with the only Region, or to the only account, that has them.",
  severity: "low",
  level: "disabled",
  requirements: ["FSBP:S3.7"],
  topics: ["s3"],
  remediationSteps:
    "Add an aws.s3.BucketReplicationConfig with an enabled rule to a bucket in another Region.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  options: { buckets: [] },
  example: {
    compliant: [bucket(), replication("Enabled")],
    violating: [bucket(), replication("Disabled")],
  },
  judges: "stack",
  check: (resources, { buckets: names }) => {
    const buckets = resources.filter(({ type }) => bucketTypes.includes(type));
    const byName = new Map(buckets.map((one) => [bucketName(one) ?? one.urn, one]));
    const rules = resources
      .filter(({ type }) => type === replicationType || bucketTypes.includes(type))
      .map((holder) => ({ holder, found: replicationRules(holder).map(({ value }) => value) }));
    const copies = rules.flatMap(({ found }) => found.flatMap((one) => replicaBucket(one) ?? []));
    return buckets
      .filter((one) => {
        const name = bucketName(one) ?? one.urn;
        return names.length === 0 ? !copies.includes(name) : names.includes(name);
      })
      .flatMap((resource): readonly StackFinding[] => {
        const own = rules
          .filter(({ holder }) => holder === resource || belongsTo(holder, resource, buckets))
          .flatMap(({ found }) => found)
          .filter(isEnabled);
        const faraway = own.filter((one) => {
          const copy = byName.get(replicaBucket(one) ?? "");
          return copy === undefined || regionOf(copy) === undefined || regionOf(copy) !== regionOf(resource);
        });
        if (faraway.length > 0) return [];
        return own.length === 0
          ? [
              {
                resource,
                where: "",
                must: "must have an enabled replication rule",
                fix: "add a BucketReplicationConfig to a bucket in another Region",
              },
            ]
          : [
              {
                resource,
                where: "",
                must: "must be copied to another Region, and its copy is in the same one",
                fix: "make the bucket that receives the copies in another Region",
              },
            ];
      });
  },
};

/** Where it is not known yet, the program sets one. */
function isEnabled(found: Value): boolean {
  if (!isProperties(found)) return found === unknown;
  const { status } = found;
  return status === unknown || status === "Enabled";
}

function regionOf({ properties }: FoundResource): string | undefined {
  const region = properties["region"];
  return typeof region === "string" ? region : undefined;
}

function replication(status: string) {
  return ofBucket(replicationType, {
    role: "arn:aws:iam::111111111111:role/replication",
    rules: [{ status, destination: { bucket: "arn:aws:s3:::acme-copy" } }],
  });
}
