/** Proves: which trails are switched off. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-is-logging";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:cloudtrail/trail:Trail") => ({ type, props });

ruleTests(rule, {
  message: /must be true|must be known/,
  passes: [
    ["left out", of({})],
    ["true", of({ enableLogging: true })],
  ],
  fails: [
    ["false", of({ enableLogging: false })],
    ["a text", of({ enableLogging: "false" })],
    ["not known", of({ enableLogging: unknownText })],
  ],
  leavesAlone: [["a cluster", of({ enableLogging: false }, "aws:redshift/cluster:Cluster")]],
});
