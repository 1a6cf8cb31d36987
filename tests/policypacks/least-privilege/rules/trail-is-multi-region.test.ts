/** Proves: which trails leave Regions or global services out. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-is-multi-region";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:cloudtrail/trail:Trail") => ({ type, props });

ruleTests(rule, {
  message: /must be true|must be known/,
  passes: [
    ["true", of({ isMultiRegionTrail: true })],
    ["with global services", of({ isMultiRegionTrail: true, includeGlobalServiceEvents: true })],
  ],
  fails: [
    ["left out", of({})],
    ["false", of({ isMultiRegionTrail: false })],
    ["without global services", of({ isMultiRegionTrail: true, includeGlobalServiceEvents: false })],
    ["a text", of({ isMultiRegionTrail: "true" })],
    ["not known", of({ isMultiRegionTrail: unknownText })],
  ],
  leavesAlone: [["a key", of({ isMultiRegionTrail: false }, "aws:kms/key:Key")]],
});
