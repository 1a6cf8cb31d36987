import { belongsTo, bucketTypes } from "../bucket";
import { bucket, ofBucket } from "../example";
import { unknownFinding } from "../finding";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";
import { unknown, type Value, valuesAt } from "../value";

const versioningTypes: readonly string[] = [
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:s3/bucketVersioningV2:BucketVersioningV2",
];

export const rule: Rule = {
  name: "bucket-is-versioned",
  displayName: "A bucket keeps versions",
  description: "A bucket must have versioning enabled.",
  why: "Whoever may put an object can replace it for good.",
  severity: "medium",
  level: "advisory",
  requirements: ["FSBP:S3.14"],
  topics: ["s3"],
  remediationSteps: "Add an aws.s3.BucketVersioning with status Enabled.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
  example: {
    compliant: [
      bucket(),
      ofBucket("aws:s3/bucketVersioning:BucketVersioning", {
        versioningConfiguration: { status: "Enabled" },
      }),
    ],
    violating: [
      bucket(),
      ofBucket("aws:s3/bucketVersioning:BucketVersioning", {
        versioningConfiguration: { status: "Suspended" },
      }),
    ],
  },
  judges: "stack",
  check: (resources) => {
    const buckets = resources.filter(({ type }) => bucketTypes.includes(type));
    const versionings = resources.filter(({ type }) => versioningTypes.includes(type));
    return buckets.flatMap((resource) => {
      const states = [
        ...versionings.filter((one) => belongsTo(one, resource, buckets)).flatMap(statusOf),
        ...inlineStatus(resource),
      ];
      if (states.includes("Enabled") || states.includes(true)) return [];
      if (states.includes(unknown)) return [{ resource, ...unknownFinding("", "status of versioning") }];
      return [
        {
          resource,
          where: "",
          must: "must keep versions",
          fix: "add a BucketVersioning with status Enabled",
        },
      ];
    });
  },
};

function statusOf({ properties }: FoundResource): readonly Value[] {
  return valuesAt(properties, ["versioningConfiguration", "status"]).map(({ value }) => value);
}

/** AWS fills in what the bucket has; where the engine says what the program sets, only that counts. */
function inlineStatus({ properties, madeFrom }: FoundResource): readonly Value[] {
  const set = (name: string) => Object.keys(madeFrom).length === 0 || Object.hasOwn(madeFrom, name);
  const found = [
    ...(set("versioning") ? valuesAt(properties, ["versioning", "enabled"]) : []),
    ...(set("versionings") ? valuesAt(properties, ["versionings", "*", "enabled"]) : []),
  ];
  return found
    .map(({ value }) => value)
    .filter((value) => value !== unknown || Object.keys(madeFrom).length > 0);
}
