/** Proves: which trails sign their files. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-validates-log-files";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:cloudtrail/trail:Trail") => ({ type, props });

ruleTests(rule, {
  message: /must be true|must be known/,
  passes: [["true", of({ enableLogFileValidation: true })]],
  fails: [
    ["left out", of({})],
    ["false", of({ enableLogFileValidation: false })],
    ["a text", of({ enableLogFileValidation: "true" })],
    ["not known", of({ enableLogFileValidation: unknownText })],
  ],
  leavesAlone: [
    ["an event data store, which has no files", of({}, "aws:cloudtrail/eventDataStore:EventDataStore")],
  ],
});
