/** Proves: what is told where a resource that must be there is not, or is set otherwise. */
import { rule } from "../../../../policypacks/least-privilege/rules/protections-are-intended";
import { type Given, unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const type = "aws:cloudwatch/metricAlarm:MetricAlarm";
const topic = "arn:aws:sns:eu-west-1:111111111111:alarms";
const alarm = (props: object = {}): Given => ({
  type,
  name: "alarm",
  props: { name: "puts", threshold: 1, alarmActions: [topic], ...props },
});
const other: Given = { type: "aws:s3/bucket:Bucket", name: "drop", props: { bucket: "drop" } };
const config = {
  protections: [
    {
      type,
      named: { name: "puts" },
      set: {
        threshold: 1,
        alarmActions: [topic],
        description: null,
        dimensions: [{ name: "a", value: "b" }],
      },
      unset: { actionsEnabled: false },
    },
  ],
};
const dimensions = [{ name: "a", value: "b", more: "c" }];

ruleTests(rule, {
  message: /MetricAlarm\)?:? .*must (be|not be)|must have MetricAlarm puts/,
  passes: [
    ["as meant", [other, alarm({ dimensions })], config],
    [
      "a number as a text, and an empty text",
      [alarm({ dimensions, threshold: "1", description: "" })],
      config,
    ],
    ["beside another one of the name", [alarm({ dimensions }), { ...alarm(), name: "second" }], config],
  ],
  fails: [
    ["not there", [other], config],
    ["another name", [other, alarm({ dimensions, name: "gets" })], config],
    ["another number", [alarm({ dimensions, threshold: 100 })], config],
    ["an empty list", [alarm({ dimensions, alarmActions: [] })], config],
    ["one more member", [alarm({ dimensions: [...dimensions, ...dimensions] })], config],
    ["a property that is left out", [alarm()], config],
    ["a property that must not be set", [alarm({ dimensions, description: "text" })], config],
    ["what it must not be", [alarm({ dimensions, actionsEnabled: false })], config],
    ["not known", [alarm({ dimensions, alarmActions: [unknownText] })], config],
  ],
  leavesAlone: [["no configuration", [other]]],
});
