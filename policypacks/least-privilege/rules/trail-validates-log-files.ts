import { trail } from "../example";
import { judgeProperty } from "../property";
import type { Rule } from "../rule";

export const rule: Rule = {
  name: "trail-validates-log-files",
  displayName: "A trail signs its log files",
  description: "A trail must write digest files by which its log files can be validated.",
  why: "Whoever can write to the log bucket can change or remove what was recorded, and nobody can prove it.",
  severity: "medium",
  level: "mandatory",
  requirements: ["FSBP:CloudTrail.4", "CIS-AWS-5.0:3.2", "CIS-AWS-7.0:4.2"],
  topics: ["cloudtrail"],
  remediationSteps: "Set enableLogFileValidation to true.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
  example: { compliant: [trail()], violating: [trail({ enableLogFileValidation: false })] },
  judges: "resource",
  types: ["aws:cloudtrail/trail:Trail"],
  check: (resource) =>
    judgeProperty(resource, "enableLogFileValidation", {
      accepts: (value) => value === true,
      must: "must be true",
      fix: "set it to true",
    }),
  remedy: ({ properties }) =>
    properties["enableLogFileValidation"] === true ? undefined : { enableLogFileValidation: true },
};
