/** Proves: which selectors record the reads of a bucket. Not that a trail outside the stack does, which can be said by name. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-records-reads";
import { type Given, unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const bucket: Given = { type: "aws:s3/bucket:Bucket", name: "drop", props: { bucket: "drop" } };
const trail = (props: object): Given => ({
  type: "aws:cloudtrail/trail:Trail",
  name: "trail",
  props: { s3BucketName: "audit", ...props },
});
const basic = (readWriteType: string, prefix = "arn:aws:s3:::drop/") =>
  trail({
    eventSelectors: [{ readWriteType, dataResources: [{ type: "AWS::S3::Object", values: [prefix] }] }],
  });
const advanced = (...more: readonly object[]) =>
  trail({
    advancedEventSelectors: [
      {
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          ...more,
        ],
      },
    ],
  });

ruleTests(rule, {
  message: /must have its read events recorded|must be known/,
  passes: [
    ["all events", [bucket, basic("All")]],
    ["reads only", [bucket, basic("ReadOnly")]],
    ["all buckets", [bucket, basic("All", "arn:aws:s3")]],
    ["advanced, all events", [bucket, advanced()]],
    ["advanced, reads only", [bucket, advanced({ field: "readOnly", equals: ["true"] })]],
    ["recorded elsewhere", [bucket], { recordedElsewhere: ["drop"] }],
    ["a bucket that the configuration does not name", [bucket], { buckets: ["other"] }],
  ],
  fails: [
    ["no trail", [bucket]],
    ["writes only", [bucket, basic("WriteOnly")]],
    ["a part of the bucket", [bucket, basic("All", "arn:aws:s3:::drop/in/")]],
    ["another bucket", [bucket, basic("All", "arn:aws:s3:::other/")]],
    ["advanced, writes only", [bucket, advanced({ field: "readOnly", equals: ["false"] })]],
    ["advanced, one event only", [bucket, advanced({ field: "eventName", equals: ["GetObject"] })]],
    ["a trail that is off", [bucket, trail({ ...basic("All").props, enableLogging: false })]],
    ["selectors that are not known", [bucket, trail({ eventSelectors: unknownText })]],
    ["a name that is not known", [{ ...bucket, props: { bucket: unknownText } }]],
    ["the older type", [{ ...bucket, type: "aws:s3/bucketV2:BucketV2" }]],
    ["a bucket that the configuration names", [bucket], { buckets: ["drop"] }],
  ],
  leavesAlone: [
    [
      "a bucket that receives logs",
      [{ ...bucket, props: { bucket: "audit" } }, trail({ eventSelectors: [] })],
    ],
  ],
});
