import { belongsTo, bucketTypes } from "../bucket";
import { bucket, ofBucket } from "../example";
import { unknownFinding } from "../finding";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";
import { isList, isProperties, unknown, type Value } from "../value";

const lifecycleTypes: readonly string[] = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
];

export const rule: Rule = {
  name: "bucket-aborts-uploads",
  displayName: "A bucket aborts uploads that nobody completes",
  description: "A bucket must abort incomplete multipart uploads of every object after some days.",
  why: "Parts of uploads that were given up are kept and paid for, and no listing of objects shows them.",
  severity: "low",
  level: "advisory",
  requirements: ["FSBP:S3.13", "FSBP:S3.10"],
  topics: ["s3"],
  remediationSteps:
    "Add a lifecycle rule, enabled and without a filter, with abortIncompleteMultipartUpload.daysAfterInitiation.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
  example: {
    compliant: [bucket(), lifecycle("Enabled")],
    violating: [bucket(), lifecycle("Disabled")],
  },
  judges: "stack",
  check: (resources) => {
    const buckets = resources.filter(({ type }) => bucketTypes.includes(type));
    const lifecycles = resources.filter(({ type }) => lifecycleTypes.includes(type));
    return buckets.flatMap((resource) => {
      const rules = [
        ...lifecycles.filter((one) => belongsTo(one, resource, buckets)).flatMap(rulesOf),
        ...listOf(resource.properties["lifecycleRules"]),
      ];
      if (rules.some(aborts)) return [];
      const owned = rules.includes(unknown) && Object.keys(resource.madeFrom).length > 0;
      if (owned) return [{ resource, ...unknownFinding("", "lifecycle") }];
      return [
        {
          resource,
          where: "",
          must: "must abort incomplete multipart uploads",
          fix: "add an enabled lifecycle rule with abortIncompleteMultipartUpload",
        },
      ];
    });
  },
};

function rulesOf({ properties }: FoundResource): readonly Value[] {
  return listOf(properties["rules"]);
}

function listOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : value === unknown ? [unknown] : [];
}

function aborts(one: Value): boolean {
  if (!isProperties(one)) return false;
  const enabled = one["status"] === "Enabled" || one["enabled"] === true;
  const days = one["abortIncompleteMultipartUpload"];
  const inlineDays = one["abortIncompleteMultipartUploadDays"];
  const counts =
    (isProperties(days) && days["daysAfterInitiation"] !== undefined) || typeof inlineDays === "number";
  return enabled && counts && isForAll(one);
}

function isForAll({
  filter = null,
  prefix = null,
  tags = null,
}: {
  readonly [name: string]: Value;
}): boolean {
  const ofFilter = isProperties(filter)
    ? Object.values(filter).every((value) => value === "" || value === null)
    : filter === null;
  return (
    ofFilter &&
    (prefix === null || prefix === "") &&
    (tags === null || (isProperties(tags) && Object.keys(tags).length === 0))
  );
}

function lifecycle(status: string) {
  return ofBucket("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {
    rules: [{ id: "abort", status, filter: {}, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } }],
  });
}
