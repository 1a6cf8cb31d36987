/** Proves: which buckets of trails have access logging. Not what is told of buckets without a trail. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-bucket-is-logged";
import { type Given, unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const bucket = (more: object = {}): Given => ({
  type: "aws:s3/bucket:Bucket",
  name: "audit",
  props: { bucket: "acme-audit", ...more },
});
const trail = (s3BucketName: string): Given => ({
  type: "aws:cloudtrail/trail:Trail",
  name: "trail",
  props: { s3BucketName },
});
const logging = (name: string, type = "bucketLogging:BucketLogging"): Given => ({
  type: `aws:s3/${type}`,
  name: "logging",
  props: { bucket: name, targetBucket: "acme-logs" },
});

ruleTests(rule, {
  message: /must have a BucketLogging/,
  passes: [
    ["logging beside the bucket", [bucket(), trail("acme-audit"), logging("acme-audit")]],
    [
      "the older type",
      [bucket(), trail("acme-audit"), logging("acme-audit", "bucketLoggingV2:BucketLoggingV2")],
    ],
    ["logging in the bucket", [bucket({ logging: { targetBucket: "acme-logs" } }), trail("acme-audit")]],
  ],
  fails: [
    ["no logging", [bucket(), trail("acme-audit")]],
    ["logging of another bucket", [bucket(), trail("acme-audit"), logging("acme-drop")]],
    [
      "a bucket whose name is not known yet",
      [
        { type: "aws:s3/bucket:Bucket", name: "audit", props: { bucket: unknownText } },
        { ...trail(unknownText), madeFrom: { s3BucketName: ["audit"] } },
      ],
    ],
  ],
  leavesAlone: [
    ["a bucket to which no trail delivers", [bucket(), trail("acme-elsewhere")]],
    ["a trail whose bucket is elsewhere", [trail("acme-elsewhere")]],
  ],
});
