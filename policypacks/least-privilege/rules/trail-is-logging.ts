import { trail } from "../example";
import { judgeProperty } from "../property";
import type { Rule } from "../rule";

export const rule: Rule = {
  name: "trail-is-logging",
  displayName: "A trail is logging",
  description: "A trail must be switched on.",
  why: "Nobody can tell afterwards who did what.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:CloudTrail.3", "NIST-800-53-r5:AU-9"],
  topics: ["cloudtrail"],
  remediationSteps: "Set enableLogging to true, or leave it out.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
  example: { compliant: [trail()], violating: [trail({ enableLogging: false })] },
  judges: "resource",
  types: ["aws:cloudtrail/trail:Trail"],
  check: (resource) =>
    judgeProperty(resource, "enableLogging", {
      accepts: (value) => value === undefined || value === true,
      must: "must be true",
      fix: "leave it out",
    }),
};
