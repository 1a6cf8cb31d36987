/** Proves: which trails have both kinds of insights. Not that somebody looks at them. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-detects-unusual-calls";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const trail = (insightSelectors: unknown) => ({
  type: "aws:cloudtrail/trail:Trail",
  props: { s3BucketName: "audit", insightSelectors },
});
const calls = { insightType: "ApiCallRateInsight" };
const errors = { insightType: "ApiErrorRateInsight" };

ruleTests(rule, {
  message: /insightSelectors must (?:have|be known)/,
  passes: [
    ["both", trail([calls, errors])],
    ["both, the other way round", trail([errors, calls])],
  ],
  fails: [
    ["none", trail(undefined)],
    ["an empty list", trail([])],
    ["calls only", trail([calls])],
    ["calls twice", trail([calls, calls])],
    ["errors only", trail([errors])],
    ["another case, which AWS refuses", trail([calls, { insightType: "apierrorrateinsight" }])],
    ["not known", trail(unknownText)],
    ["one that is not known", trail([calls, unknownText])],
    ["a kind that is not known", trail([calls, { insightType: unknownText }])],
  ],
  leavesAlone: [["a store of events", { type: "aws:cloudtrail/eventDataStore:EventDataStore", props: {} }]],
});
