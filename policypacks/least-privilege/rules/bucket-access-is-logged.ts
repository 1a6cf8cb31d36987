import { belongsTo, bucketTypes } from "../bucket";
import { bucketName, logBuckets, loggingTypes, records, trailsOf } from "../dataEvents";
import { bucket, ofBucket } from "../example";
import type { Rule } from "../rule";
import { saysItself } from "../said";

/** Data events of a trail count as well as access logs: they say more. Buckets that receive logs are left alone. */
export const rule: Rule = {
  name: "bucket-access-is-logged",
  displayName: "Requests to a bucket are logged",
  description: "A bucket must have access logging, or a trail that records its data events.",
  why: "Nobody can tell afterwards who read, put or deleted an object.",
  severity: "medium",
  level: "advisory",
  requirements: ["FSBP:S3.9"],
  topics: ["s3", "cloudtrail"],
  remediationSteps:
    "Add an aws.s3.BucketLogging to a log bucket, or a data event selector for the bucket to a trail.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/logging-with-S3.html",
  options: { buckets: [] },
  example: {
    compliant: [
      bucket(),
      ofBucket("aws:s3/bucketLogging:BucketLogging", { targetBucket: "acme-logs", targetPrefix: "drop/" }),
    ],
    violating: [bucket()],
  },
  judges: "stack",
  check: (resources, { buckets: names }) => {
    const buckets = resources.filter(({ type }) => bucketTypes.includes(type));
    const loggings = resources.filter(({ type }) => loggingTypes.includes(type));
    const logs = logBuckets(resources);
    const trails = trailsOf(resources);
    return buckets
      .filter((one) => names.length === 0 || names.includes(bucketName(one) ?? ""))
      .filter((one) => !logs.includes(bucketName(one) ?? ""))
      .filter((one) => !["logging", "loggings"].some((property) => saysItself(one, property)))
      .filter((one) => !loggings.some((logging) => belongsTo(logging, one, buckets)))
      .filter((one) => {
        const name = bucketName(one);
        return name === undefined || !trails.some((trail) => records(trail, name, "writes") === true);
      })
      .map((resource) => ({
        resource,
        where: "",
        must: "must have its requests logged",
        fix: "add a BucketLogging, or a data event selector for it to a trail",
      }));
  },
};
