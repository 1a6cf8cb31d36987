/** Proves: which trails name a topic. Not that its policy lets CloudTrail publish. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-announces-log-files";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const type = "aws:cloudtrail/trail:Trail";

ruleTests(rule, {
  message: /snsTopicName must be set/,
  passes: [
    ["a topic", { type, props: { snsTopicName: "log-files" } }],
    ["a topic that is not made yet", { type, props: { snsTopicName: unknownText } }],
  ],
  fails: [
    ["none", { type, props: { s3BucketName: "audit" } }],
    ["an empty name", { type, props: { snsTopicName: "" } }],
  ],
  leavesAlone: [["a store of events", { type: "aws:cloudtrail/eventDataStore:EventDataStore", props: {} }]],
});
