/** Proves: which buckets send events of their objects. Not that somebody reads them. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-sends-events";
import { type Given, unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const bucket = (name = "drop"): Given => ({
  type: "aws:s3/bucket:Bucket",
  name,
  props: { bucket: name },
});
const notification = (props: object, name = "drop"): Given => ({
  type: "aws:s3/bucketNotification:BucketNotification",
  name: "telling",
  props: { bucket: name, ...props },
});

ruleTests(rule, {
  message: /must have a BucketNotification that sends events/,
  passes: [
    ["EventBridge", [bucket(), notification({ eventbridge: true })]],
    ["a function", [bucket(), notification({ lambdaFunctions: [{ lambdaFunctionArn: "arn:…" }] })]],
    ["a queue", [bucket(), notification({ queues: [{ queueArn: "arn:…" }] })]],
    ["a topic that is not made yet", [bucket(), notification({ topics: unknownText })]],
    ["a bucket that the configuration does not name", [bucket()], { buckets: ["other"] }],
  ],
  fails: [
    ["none", [bucket()]],
    ["one that sends nothing", [bucket(), notification({})]],
    ["EventBridge off", [bucket(), notification({ eventbridge: false, queues: [] })]],
    ["events of another bucket", [bucket(), notification({ eventbridge: true }, "other")]],
    ["the older type", [{ ...bucket(), type: "aws:s3/bucketV2:BucketV2" }]],
    [
      "a bucket that the configuration names, although it receives logs",
      [bucket(), { type: "aws:cloudtrail/trail:Trail", name: "trail", props: { s3BucketName: "drop" } }],
      { buckets: ["drop"] },
    ],
  ],
  leavesAlone: [
    [
      "a bucket that receives logs",
      [bucket(), { type: "aws:cloudtrail/trail:Trail", name: "trail", props: { s3BucketName: "drop" } }],
    ],
  ],
});
