/** Proves: how long events must be kept. */
import { rule } from "../../../../policypacks/least-privilege/rules/log-group-has-retention";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:cloudwatch/logGroup:LogGroup") => ({ type, props });

ruleTests(rule, {
  message: /must be at least \d+ days|must be known/,
  passes: [
    ["long enough", of({ retentionInDays: 30 })],
    ["as the configuration has it", of({ retentionInDays: 1 }), { minimumDays: 1 }],
  ],
  fails: [
    ["left out", of({})],
    ["for ever, by 0", of({ retentionInDays: 0 })],
    ["too short", of({ retentionInDays: 14 })],
    ["shorter than the configuration has it", of({ retentionInDays: 90 }), { minimumDays: 365 }],
    ["not known", of({ retentionInDays: unknownText })],
  ],
  leavesAlone: [["a stream", of({ retentionInDays: 1 }, "aws:kinesis/stream:Stream")]],
});
