import { bucketTypes } from "./bucket";
import type { FoundResource } from "./resource";
import { saysItself } from "./said";
import { type Located, unknown, type Value, valuesAt } from "./value";

/** Type token of the replication of a bucket beside it. */
export const replicationType = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

/** Where a resource type holds replication rules, and where a rule of it names its destinations. */
interface ReplicationPlace {
  readonly rules: readonly [string, ...string[]];
  readonly destinations: readonly string[];
}

const places: Readonly<Record<string, ReplicationPlace>> = {
  [replicationType]: { rules: ["rules", "*"], destinations: ["destination"] },
  "aws:s3/bucket:Bucket": {
    rules: ["replicationConfiguration", "rules", "*"],
    destinations: ["destination"],
  },
  "aws:s3/bucketV2:BucketV2": {
    rules: ["replicationConfigurations", "*", "rules", "*"],
    destinations: ["destinations", "*"],
  },
};

/**
 * The replication rules that the program sets of a bucket, in the bucket or beside it. One that is not known is `unknown`,
 * and so are all of them where their list is.
 */
export function replicationRules(resource: FoundResource): readonly Located[] {
  const place = places[resource.type];
  if (place === undefined) return [];
  // What a bucket has beside its program is not known before AWS tells it.
  if (bucketTypes.includes(resource.type) && !saysItself(resource, place.rules[0])) return [];
  return valuesAt(resource.properties, place.rules);
}

/** The destinations of the copies of a resource's replication rules. */
export function replicaDestinations(resource: FoundResource): readonly Located[] {
  const { destinations = [] } = places[resource.type] ?? {};
  return replicationRules(resource).flatMap(({ path, value }) =>
    valuesAt({ [path]: value }, [path, ...destinations]),
  );
}

/** The name of the bucket to which a rule copies; undefined where it is not known. */
export function replicaBucket(rule: Value): string | undefined {
  const named = [
    ["rule", "destination", "bucket"],
    ["rule", "destinations", "*", "bucket"],
  ].flatMap((steps) => valuesAt({ rule }, steps).map(({ value }) => value));
  const arn = named.find((value) => value !== unknown);
  return typeof arn === "string" ? arn.slice(arn.lastIndexOf(":") + 1) : undefined;
}
