/** Proves: which buckets keep versions, by a resource or a property of their own. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-is-versioned";
import { bucket, ofBucket } from "../../../../policypacks/least-privilege/example";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const type = "aws:s3/bucketVersioning:BucketVersioning";
const status = (value: unknown) => ofBucket(type, { versioningConfiguration: { status: value } });

ruleTests(rule, {
  message: /must keep versions|must be known/,
  passes: [
    ["enabled", [bucket(), status("Enabled")]],
    [
      "of the older type",
      [bucket(), { ...status("Enabled"), type: "aws:s3/bucketVersioningV2:BucketVersioningV2" }],
    ],
    ["in the bucket itself", bucket({ versioning: { enabled: true } })],
    [
      "in a bucket of the older type",
      { ...bucket({ versionings: [{ enabled: true }] }), type: "aws:s3/bucketV2:BucketV2" },
    ],
  ],
  fails: [
    ["nothing", bucket()],
    ["suspended", [bucket(), status("Suspended")]],
    ["disabled in the bucket itself", bucket({ versioning: { enabled: false } })],
    ["in lower case", [bucket(), status("enabled")]],
    ["not known", [bucket(), status(unknownText)]],
    [
      "what only the provider fills in",
      { ...bucket({ versioning: { enabled: true } }), madeFrom: { bucket: [] } },
    ],
    [
      "another bucket's",
      [bucket(), { type, props: { bucket: "other", versioningConfiguration: { status: "Enabled" } } }],
    ],
  ],
  leavesAlone: [["a versioning without its bucket", status("Suspended")]],
});
