/** Proves: that a log group names a key. Not which. */
import { rule } from "../../../../policypacks/least-privilege/rules/log-group-encrypts-with-key";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:cloudwatch/logGroup:LogGroup") => ({ type, props });

ruleTests(rule, {
  message: /must be set|must be known/,
  passes: [
    ["a key", of({ kmsKeyId: "arn:aws:kms:eu-west-1:111111111111:key/a" })],
    ["one that is made in the same update", of({ kmsKeyId: unknownText })],
  ],
  fails: [
    ["left out", of({})],
    ["empty", of({ kmsKeyId: "" })],
    ["null", of({ kmsKeyId: null })],
  ],
  leavesAlone: [["a log stream", of({}, "aws:cloudwatch/logStream:LogStream")]],
});
