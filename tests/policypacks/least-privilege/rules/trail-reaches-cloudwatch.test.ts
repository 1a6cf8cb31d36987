/** Proves: that a trail names log group and role. Not that they exist. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-reaches-cloudwatch";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:cloudtrail/trail:Trail") => ({ type, props });

ruleTests(rule, {
  message: /must be set|must be known/,
  passes: [
    [
      "both",
      of({
        cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:111111111111:log-group:a:*",
        cloudWatchLogsRoleArn: "arn:aws:iam::111111111111:role/a",
      }),
    ],
    [
      "both made in the same update",
      of({ cloudWatchLogsGroupArn: unknownText, cloudWatchLogsRoleArn: unknownText }),
    ],
  ],
  fails: [
    ["neither", of({})],
    ["no role", of({ cloudWatchLogsGroupArn: unknownText })],
    ["no group", of({ cloudWatchLogsRoleArn: unknownText, cloudWatchLogsGroupArn: "" })],
  ],
  leavesAlone: [["a log group", of({}, "aws:cloudwatch/logGroup:LogGroup")]],
});
