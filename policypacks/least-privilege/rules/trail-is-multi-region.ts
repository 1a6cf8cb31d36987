import { trail } from "../example";
import { judgeProperty } from "../property";
import type { Rule } from "../rule";

export const rule: Rule = {
  name: "trail-is-multi-region",
  displayName: "A trail covers all Regions",
  description: "A trail must cover all Regions and the events of global services.",
  why: "What is done in a Region that nobody uses, or in IAM, stays unseen.",
  severity: "medium",
  level: "mandatory",
  requirements: ["FSBP:CloudTrail.1", "CIS-AWS-5.0:3.1", "CIS-AWS-7.0:4.1"],
  topics: ["cloudtrail"],
  remediationSteps: "Set isMultiRegionTrail to true, and leave includeGlobalServiceEvents out.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
  example: { compliant: [trail()], violating: [trail({ isMultiRegionTrail: false })] },
  judges: "resource",
  types: ["aws:cloudtrail/trail:Trail"],
  check: (resource) => [
    ...judgeProperty(resource, "isMultiRegionTrail", {
      accepts: (value) => value === true,
      must: "must be true",
      fix: "set it to true",
    }),
    ...judgeProperty(resource, "includeGlobalServiceEvents", {
      accepts: (value) => value === undefined || value === true,
      must: "must be true",
      fix: "leave it out",
    }),
  ],
};
