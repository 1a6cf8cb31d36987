import { trail } from "../example";
import { judgeReference } from "../property";
import type { Rule } from "../rule";

/** Off until the configuration asks for it: S3 and EventBridge can tell of log files as well, and alarms read CloudWatch Logs. */
export const rule: Rule = {
  name: "trail-announces-log-files",
  displayName: "A trail announces its log files",
  description: "A trail must tell a topic of each log file that it delivers.",
  why: "What reads the log files has to look for them, and finds out late that none come any more.",
  severity: "low",
  level: "disabled",
  requirements: ["NIST-800-53-r5:AU-6"],
  topics: ["cloudtrail", "sns"],
  remediationSteps: "Set snsTopicName to a topic whose policy lets CloudTrail publish for this trail.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html",
  example: { compliant: [trail({ snsTopicName: "log-files" })], violating: [trail()] },
  judges: "resource",
  types: ["aws:cloudtrail/trail:Trail"],
  check: (resource) => judgeReference(resource, "snsTopicName", "set it to a topic for the trail"),
};
