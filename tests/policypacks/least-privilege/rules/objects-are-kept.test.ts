/** Proves: which lifecycle rules let objects or old versions of a listed bucket expire too soon. */
import { rule } from "../../../../policypacks/least-privilege/rules/objects-are-kept";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const split = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const config = {
  kept: [
    {
      bucket: "drop",
      expires: [
        { prefix: "tmp/", days: 30 },
        { prefix: "logs/", days: 90 },
      ],
      versionDays: 60,
    },
  ],
};
const lifecycle = (one: object, bucket = "drop") => ({
  type: split,
  props: { bucket, rules: [{ id: "r", status: "Enabled", ...one }] },
});
const below = (prefix: string, more: object) => lifecycle({ filter: { prefix }, ...more });

ruleTests(rule, {
  message: /must not let|must be known/,
  passes: [
    ["as meant", below("tmp/", { expiration: { days: 30 } }), config],
    ["a part of it, later", below("tmp/a/", { expiration: { days: 31 } }), config],
    [
      "uploads that were never completed",
      below("", { abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } }),
      config,
    ],
    ["old versions as meant", below("", { noncurrentVersionExpiration: { noncurrentDays: 60 } }), config],
    ["a colder class", below("", { transitions: [{ days: 1, storageClass: "GLACIER" }] }), config],
    ["a disabled rule", lifecycle({ status: "Disabled", expiration: { days: 1 } }), config],
  ],
  fails: [
    ["too soon", below("tmp/", { expiration: { days: 29 } }), config],
    ["everything", below("", { expiration: { days: 3650 } }), config],
    ["by the old prefix", lifecycle({ prefix: "logs/", expiration: { days: 30 } }), config],
    ["no filter", lifecycle({ expiration: { days: 365 } }), config],
    ["at a date", below("tmp/", { expiration: { date: "2030-01-01T00:00:00Z" } }), config],
    [
      "within and",
      lifecycle({ filter: { and: { prefix: "x/", tags: { a: "b" } } }, expiration: { days: 90 } }),
      config,
    ],
    ["old versions too soon", below("", { noncurrentVersionExpiration: { noncurrentDays: 59 } }), config],
    [
      "old versions where none may go",
      below("", { noncurrentVersionExpiration: { noncurrentDays: 3650 } }),
      { kept: [{ bucket: "drop" }] },
    ],
    [
      "inline",
      {
        type: "aws:s3/bucket:Bucket",
        props: { bucket: "drop", lifecycleRules: [{ enabled: true, expiration: { days: 1 } }] },
      },
      config,
    ],
    ["not known", below("tmp/", { expiration: { days: unknownText } }), config],
  ],
  leavesAlone: [
    ["another bucket", lifecycle({ expiration: { days: 1 } }, "other"), config],
    ["no configuration", lifecycle({ expiration: { days: 1 } })],
  ],
});
