import { trail } from "../example";
import { judgeReference } from "../property";
import type { Rule } from "../rule";

export const rule: Rule = {
  name: "trail-reaches-cloudwatch",
  displayName: "A trail delivers to CloudWatch Logs",
  description: "A trail must deliver to a log group, where alarms can count events.",
  why: "Nothing can ring an alarm while a misuse goes on.",
  severity: "low",
  level: "advisory",
  requirements: ["FSBP:CloudTrail.5"],
  topics: ["cloudtrail", "cloudwatch"],
  remediationSteps: "Set cloudWatchLogsGroupArn and cloudWatchLogsRoleArn.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
  example: { compliant: [trail()], violating: [trail({ cloudWatchLogsGroupArn: undefined })] },
  judges: "resource",
  types: ["aws:cloudtrail/trail:Trail"],
  check: (resource) => [
    ...judgeReference(
      resource,
      "cloudWatchLogsGroupArn",
      "set it to the ARN of a log group, with :* at its end",
    ),
    ...judgeReference(resource, "cloudWatchLogsRoleArn", "set it to the ARN of the role that delivers"),
  ],
};
