import { belongsTo, bucketTypes } from "../bucket";
import { bucketName } from "../dataEvents";
import { bucket, ofBucket } from "../example";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";
import { unknown, valuesAt } from "../value";

const lockTypes: readonly string[] = [
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
];

/** Off until the configuration asks for it, for all buckets or for those that it names. */
export const rule: Rule = {
  name: "bucket-is-locked",
  displayName: "A bucket keeps objects from deletion by Object Lock",
  description: "A bucket must have Object Lock with a default retention of the configured number of days.",
  why: "Whoever gets the rights of an administrator can delete every version of a backup or a log.",
  severity: "medium",
  level: "disabled",
  requirements: ["FSBP:S3.15"],
  topics: ["s3"],
  remediationSteps: "Add an aws.s3.BucketObjectLockConfiguration with rule.defaultRetention.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
  options: { buckets: [], minimumDays: 1 },
  example: {
    compliant: [bucket(), lock({ mode: "GOVERNANCE", days: 30 })],
    violating: [bucket()],
  },
  judges: "stack",
  check: (resources, { buckets: names, minimumDays }) => {
    const buckets = resources.filter(({ type }) => bucketTypes.includes(type));
    const locks = resources.filter(({ type }) => lockTypes.includes(type));
    return buckets
      .filter((one) => names.length === 0 || names.includes(bucketName(one) ?? ""))
      .flatMap((resource) => {
        const days = locks.filter((one) => belongsTo(one, resource, buckets)).map(retainedDays);
        const inline = retainedDays({ ...resource, properties: { rule: inlineRule(resource) } });
        if (Math.max(0, ...days, inline) >= minimumDays) return [];
        return [
          {
            resource,
            where: "",
            must: `must keep objects from deletion for at least ${minimumDays} ${minimumDays === 1 ? "day" : "days"}`,
            fix: "add a BucketObjectLockConfiguration with rule.defaultRetention",
          },
        ];
      });
  },
};

function retainedDays({ properties }: Pick<FoundResource, "properties">): number {
  const [retention] = valuesAt(properties, ["rule", "defaultRetention"]);
  if (retention === undefined || typeof retention.value !== "object" || retention.value === null) return 0;
  const of = (name: string) =>
    Number(valuesAt(properties, ["rule", "defaultRetention", name])[0]?.value ?? 0);
  const mode = valuesAt(properties, ["rule", "defaultRetention", "mode"])[0]?.value;
  return mode === "GOVERNANCE" || mode === "COMPLIANCE" ? of("days") + 365 * of("years") : 0;
}

function inlineRule({ properties }: FoundResource) {
  const [found] = [
    ...valuesAt(properties, ["objectLockConfiguration", "rule"]),
    ...valuesAt(properties, ["objectLockConfiguration", "rules", "*"]),
  ];
  return found === undefined || found.value === unknown ? null : found.value;
}

function lock(defaultRetention: object) {
  return ofBucket("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", {
    rule: { defaultRetention },
  });
}
