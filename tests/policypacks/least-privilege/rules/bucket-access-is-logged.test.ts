/** Proves: which logs count for a bucket. Not that the target takes them. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-access-is-logged";
import { bucket, ofBucket, trail } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const logging = "aws:s3/bucketLogging:BucketLogging";
const selector = (prefix: string) => ({ dataResources: [{ type: "AWS::S3::Object", values: [prefix] }] });

ruleTests(rule, {
  message: /must have its requests logged/,
  passes: [
    ["access logging", [bucket(), ofBucket(logging, { targetBucket: "acme-logs" })]],
    [
      "access logging of the older type",
      [bucket(), ofBucket("aws:s3/bucketLoggingV2:BucketLoggingV2", { targetBucket: "l" })],
    ],
    ["access logging in the bucket itself", bucket({ logging: { targetBucket: "acme-logs" } })],
    ["data events of a trail", [bucket(), trail({ eventSelectors: [selector("arn:aws:s3:::acme-drop/")] })]],
    ["data events of every bucket", [bucket(), trail({ eventSelectors: [selector("arn:aws:s3")] })]],
    ["a bucket that the configuration leaves out", bucket(), { buckets: ["another"] }],
    ["the bucket that gets the logs of a trail", [bucket(), trail({ s3BucketName: "acme-drop" })]],
  ],
  fails: [
    ["nothing", bucket()],
    ["nothing, with the older type", { ...bucket(), type: "aws:s3/bucketV2:BucketV2" }],
    [
      "access logging of another bucket",
      [bucket(), { type: logging, props: { bucket: "other", targetBucket: "l" } }],
    ],
    [
      "data events of another bucket",
      [bucket(), trail({ eventSelectors: [selector("arn:aws:s3:::other/")] })],
    ],
    ["an empty property", bucket({ loggings: [] })],
    ["a bucket that the configuration names", bucket(), { buckets: ["acme-drop"] }],
  ],
  leavesAlone: [["a trail alone", trail()]],
});
