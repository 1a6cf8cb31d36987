import { trail } from "../example";
import { unknownFinding } from "../finding";
import type { Rule } from "../rule";
import { isList, unknown, valuesAt } from "../value";

const kinds: readonly string[] = ["ApiCallRateInsight", "ApiErrorRateInsight"];

/** Off until the configuration asks for it: it costs by the event, and alarms on named events ring sooner. */
export const rule: Rule = {
  name: "trail-detects-unusual-calls",
  displayName: "A trail has insights",
  description: "A trail must look for unusual rates of calls and of errors.",
  why: "Somebody who tries out what stolen credentials can do makes calls and errors that nobody counts.",
  severity: "low",
  level: "disabled",
  requirements: ["NIST-800-53-r5:SI-4"],
  topics: ["cloudtrail"],
  remediationSteps: `Add insightSelectors with insightType ${kinds.join(" and ")}.`,
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html",
  example: {
    compliant: [trail({ insightSelectors: kinds.map((insightType) => ({ insightType })) })],
    violating: [trail({ insightSelectors: [{ insightType: "ApiCallRateInsight" }] })],
  },
  judges: "resource",
  types: ["aws:cloudtrail/trail:Trail"],
  check: ({ properties }) => {
    const where = "insightSelectors";
    const selectors = properties[where] ?? null;
    const found = valuesAt(properties, [where, "*", "insightType"]).map(({ value }) => value);
    if (
      selectors === unknown ||
      (isList(selectors) && selectors.includes(unknown)) ||
      found.includes(unknown)
    )
      return [unknownFinding(where, "selection")];
    const missing = kinds.filter((kind) => !found.includes(kind));
    return missing.length === 0
      ? []
      : [{ where, must: `must have ${missing.join(" and ")}`, fix: "add a selector for each" }];
  },
};
