import { judgeProperty } from "../property";
import type { Rule } from "../rule";

const type = "aws:cloudwatch/logGroup:LogGroup";

/** Left out or 0, logs are kept for ever: long enough, but nobody chose it. */
export const rule: Rule = {
  name: "log-group-has-retention",
  displayName: "A log group keeps its events for a chosen time",
  description:
    "A log group must say for how many days it keeps events, and for the configured number at least.",
  why: "Events are gone before a misuse is noticed, or kept for ever without anybody's having decided it.",
  severity: "low",
  level: "advisory",
  requirements: ["NIST-800-53-r5:AU-11"],
  topics: ["cloudwatch"],
  remediationSteps: "Set retentionInDays to minimumDays or more.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention",
  options: { minimumDays: 30 },
  example: {
    compliant: [{ type, props: { name: "audit", retentionInDays: 90 } }],
    violating: [{ type, props: { name: "audit", retentionInDays: 7 } }],
  },
  judges: "resource",
  types: [type],
  check: (resource, { minimumDays }) =>
    judgeProperty(resource, "retentionInDays", {
      accepts: (value) => Number(value ?? 0) >= minimumDays,
      must: `must be at least ${minimumDays} days`,
      fix: `set it to ${minimumDays} or more`,
    }),
};
