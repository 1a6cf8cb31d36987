/** Proves: that a trail names a key. Not which, or what the key policy says. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-encrypts-with-key";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:cloudtrail/trail:Trail") => ({ type, props });

ruleTests(rule, {
  message: /must be set|must be known/,
  passes: [
    ["a key", of({ kmsKeyId: "arn:aws:kms:eu-west-1:111111111111:key/a" })],
    ["one that is made in the same update", of({ kmsKeyId: unknownText })],
  ],
  fails: [
    ["left out", of({})],
    ["empty", of({ kmsKeyId: "" })],
    ["of an event data store", of({}, "aws:cloudtrail/eventDataStore:EventDataStore")],
  ],
  leavesAlone: [["a log group", of({}, "aws:cloudwatch/logGroup:LogGroup")]],
});
