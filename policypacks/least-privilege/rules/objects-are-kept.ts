import { ofBucket } from "../example";
import { type Finding, unknownFinding } from "../finding";
import type { JsonObject } from "../options";
import type { Rule } from "../rule";
import {
  isProperties,
  type Located,
  type Properties,
  unknown,
  unknownPath,
  type Value,
  valuesAt,
} from "../value";

const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

const lists: Readonly<Record<string, string>> = {
  [type]: "rules",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": "rules",
  "aws:s3/bucket:Bucket": "lifecycleRules",
  "aws:s3/bucketV2:BucketV2": "lifecycleRules",
};

/** Nothing to say of buckets that the configuration does not list. */
export const rule: Rule = {
  name: "objects-are-kept",
  displayName: "A lifecycle takes nothing away too soon",
  description:
    "Lifecycle rules of a bucket that the configuration lists must let objects and old versions expire only as it says.",
  why: "One line of a lifecycle can empty a bucket of backups or of the record of who did what.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AU-11", "NIST-800-53-r5:AU-9"],
  topics: ["s3"],
  remediationSteps:
    "Raise the days of the lifecycle rule, narrow its prefix, or add it to the configuration.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html",
  options: { kept: [] },
  example: {
    options: { kept: [{ bucket: "acme-drop", expires: [{ prefix: "tmp/", days: 30 }], versionDays: 90 }] },
    compliant: [expiring("tmp/", 30)],
    violating: [expiring("", 30)],
  },
  judges: "resource",
  types: Object.keys(lists),
  check: ({ type: own, properties }, { kept }) => {
    const wanted = kept.filter(({ bucket }) => bucket === properties["bucket"]);
    const list = lists[own] ?? "rules";
    return wanted.flatMap((one) => valuesAt(properties, [list, "*"]).flatMap((found) => judged(found, one)));
  },
};

function judged({ path, value }: Located, { expires, versionDays }: JsonObject): readonly Finding[] {
  if (unknownPath(value) !== undefined) return [unknownFinding(path, "lifecycle")];
  if (!isProperties(value) || value["status"] === "Disabled" || value["enabled"] === false) return [];
  const days = dayOf(value, "expiration", ["days"]);
  const versions = dayOf(value, "noncurrentVersionExpiration", ["noncurrentDays", "days"]);
  const prefix = prefixOf(value);
  const enough = (Array.isArray(expires) ? (expires as readonly JsonObject[]) : []).some(
    (one) => prefix.startsWith(String(one["prefix"])) && days !== undefined && days >= Number(one["days"]),
  );
  return [
    ...(days === undefined || enough
      ? []
      : [
          {
            where: `${path}.expiration`,
            must: `must not let objects below ${JSON.stringify(prefix)} expire after ${String(days)} days`,
            fix: "keep them for as long as the configuration says",
          },
        ]),
    ...(versions === undefined || versions >= Number(versionDays ?? Number.POSITIVE_INFINITY)
      ? []
      : [
          {
            where: `${path}.noncurrentVersionExpiration`,
            must: `must not let old versions expire after ${String(versions)} days`,
            fix:
              versionDays === undefined ? "keep them" : `keep them for ${Number(versionDays)} days or more`,
          },
        ]),
  ];
}

/** Days after which something expires, 0 at a date; undefined: it does not. */
function dayOf(rule: Properties, property: string, names: readonly string[]): number | undefined {
  const value: Value = rule[property] ?? null;
  if (!isProperties(value)) return undefined;
  if (typeof value["date"] === "string" && value["date"] !== "") return 0;
  const [days] = names.flatMap((name) =>
    value[name] === undefined || value[name] === null ? [] : [value[name]],
  );
  return days === undefined || days === unknown || Number(days) === 0 ? undefined : Number(days);
}

/** Tags and sizes only narrow what a rule is about. */
function prefixOf(rule: Properties): string {
  const [found] = [["filter", "prefix"], ["filter", "and", "prefix"], ["prefix"]].flatMap((steps) =>
    valuesAt(rule, steps),
  );
  return typeof found?.value === "string" ? found.value : "";
}

function expiring(prefix: string, days: number) {
  return ofBucket(type, {
    rules: [{ id: "tidy", status: "Enabled", filter: { prefix }, expiration: { days } }],
  });
}
