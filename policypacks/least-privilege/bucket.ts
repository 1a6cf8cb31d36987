import type { FoundResource } from "./resource";
import type { StackFinding } from "./rule";
import { saysItself } from "./said";
import { unknown } from "./value";

/** Type tokens of a general purpose bucket. */
export const bucketTypes: readonly string[] = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** What a bucket must have beside it: another resource, or a property of its own. */
export interface Companion {
  /** Type tokens of the resource. */
  readonly types: readonly string[];
  /** Properties of the bucket that say the same. */
  readonly inline: readonly string[];
  /** What a person calls it, with its article. */
  readonly called: string;
}

/**
 * The buckets of a stack that have no such companion.
 *
 * A companion belongs to the bucket that its `bucket` names. Where that is not known at preview, it belongs to
 * the one bucket that the property is made from; if there are several, it counts for none.
 *
 * @param resources outputs of all resources of the stack
 */
export function bucketsWithout(
  resources: readonly FoundResource[],
  { types, inline, called }: Companion,
): readonly StackFinding[] {
  const buckets = resources.filter(({ type }) => bucketTypes.includes(type));
  const companions = resources.filter(({ type }) => types.includes(type));
  const lost = companions.filter(
    (companion) => !buckets.some((bucket) => belongsTo(companion, bucket, buckets)),
  );
  const unclear = lost.filter(({ properties }) => properties["bucket"] === unknown).map(({ name }) => name);

  return buckets
    .filter((bucket) => !companions.some((companion) => belongsTo(companion, bucket, buckets)))
    .filter((bucket) => !inline.some((property) => saysItself(bucket, property)))
    .map((resource) => ({
      resource,
      where: "",
      must: `must have ${called}`,
      fix:
        unclear.length === 0
          ? `add ${called} for this bucket`
          : `add it, or fix names in settings so that the bucket of ${unclear.join(", ")} is known at preview`,
    }));
}

/** Whether a part of a bucket is of this one; where its name is not known, by what it is made from, if that is one bucket. */
export function belongsTo(
  companion: FoundResource,
  bucket: FoundResource,
  buckets: readonly FoundResource[],
): boolean {
  const name = companion.properties["bucket"];
  if (name !== undefined && name !== unknown) {
    return name === bucket.properties["bucket"] || name === bucket.properties["id"];
  }
  const sources = companion.madeFrom["bucket"] ?? [];
  return sources.includes(bucket.urn) && buckets.filter(({ urn }) => sources.includes(urn)).length === 1;
}
