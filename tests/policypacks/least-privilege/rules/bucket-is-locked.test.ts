/** Proves: which default retention counts. Not that versions are kept, which Object Lock itself demands. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-is-locked";
import { bucket, ofBucket } from "../../../../policypacks/least-privilege/example";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const type = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const lock = (defaultRetention: unknown) => [bucket(), ofBucket(type, { rule: { defaultRetention } })];

ruleTests(rule, {
  message: /must keep objects from deletion for at least \d+ days?/,
  passes: [
    ["days", lock({ mode: "COMPLIANCE", days: 1 })],
    ["years", lock({ mode: "GOVERNANCE", years: 1 }), { minimumDays: 365 }],
    [
      "in the bucket itself",
      bucket({ objectLockConfiguration: { rule: { defaultRetention: { mode: "GOVERNANCE", days: 5 } } } }),
    ],
    ["a bucket that the configuration leaves out", bucket(), { buckets: ["another"] }],
  ],
  fails: [
    ["nothing", bucket()],
    ["enabled without a retention", [bucket({ objectLockEnabled: true }), ofBucket(type, {})]],
    ["too few days", lock({ mode: "GOVERNANCE", days: 29 }), { minimumDays: 30 }],
    ["no mode", lock({ days: 30 })],
    [
      "another bucket's",
      [
        bucket(),
        { type, props: { bucket: "other", rule: { defaultRetention: { mode: "GOVERNANCE", days: 9 } } } },
      ],
    ],
    ["one that is not known", lock(unknownText)],
  ],
  leavesAlone: [["a directory bucket", { type: "aws:s3/directoryBucket:DirectoryBucket", props: {} }]],
});
