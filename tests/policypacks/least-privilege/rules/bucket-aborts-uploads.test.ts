/** Proves: which lifecycle rules abort incomplete uploads of every object. Not after how many days. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-aborts-uploads";
import { bucket, ofBucket } from "../../../../policypacks/least-privilege/example";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const split = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const good = { status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };
const rules = (...rules: unknown[]) => [bucket(), ofBucket(split, { rules })];

ruleTests(rule, {
  message: /must abort incomplete multipart uploads|must be known/,
  passes: [
    ["an enabled rule", rules(good)],
    ["beside others", rules({ status: "Enabled", expiration: { days: 1 } }, good)],
    ["an empty filter", rules({ ...good, filter: { prefix: "" } })],
    [
      "the older type",
      [
        bucket(),
        ofBucket("aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", { rules: [good] }),
      ],
    ],
    [
      "in the bucket itself",
      bucket({ lifecycleRules: [{ enabled: true, abortIncompleteMultipartUploadDays: 3 }] }),
    ],
  ],
  fails: [
    ["nothing", bucket()],
    ["a disabled rule", rules({ ...good, status: "Disabled" })],
    ["for a prefix only", rules({ ...good, filter: { prefix: "in/" } })],
    ["for a tag only", rules({ ...good, filter: { tag: { key: "a", value: "b" } } })],
    ["for large objects only", rules({ ...good, filter: { objectSizeGreaterThan: 1 } })],
    ["for an old prefix only", rules({ ...good, prefix: "in/" })],
    ["other rules only", rules({ status: "Enabled", expiration: { days: 1 } })],
    ["for another bucket", [bucket(), { type: split, props: { bucket: "other", rules: [good] } }]],
    ["rules that are not known", [bucket(), ofBucket(split, { rules: unknownText })]],
    [
      "disabled in the bucket itself",
      bucket({ lifecycleRules: [{ enabled: false, abortIncompleteMultipartUploadDays: 3 }] }),
    ],
  ],
  leavesAlone: [["a stack without buckets", ofBucket(split, { rules: [] })]],
});
