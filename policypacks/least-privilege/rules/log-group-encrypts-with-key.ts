import { ownAccount } from "../example";
import { judgeReference } from "../property";
import type { Rule } from "../rule";

const type = "aws:cloudwatch/logGroup:LogGroup";

export const rule: Rule = {
  name: "log-group-encrypts-with-key",
  displayName: "A log group is encrypted with a KMS key",
  description: "A log group must encrypt its events with a KMS key.",
  why: "Every principal with read access to CloudWatch Logs reads the events; with a key its policy has to allow that, too.",
  severity: "low",
  level: "advisory",
  requirements: ["NIST-800-53-r5:SC-28"],
  topics: ["cloudwatch", "kms"],
  remediationSteps:
    "Set kmsKeyId to the ARN of a key whose policy lets CloudWatch Logs use it for this log group.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  example: {
    compliant: [
      { type, props: { name: "audit", kmsKeyId: `arn:aws:kms:eu-west-1:${ownAccount}:key/0a1b2c3d` } },
    ],
    violating: [{ type, props: { name: "audit" } }],
  },
  judges: "resource",
  types: [type],
  check: (resource) => judgeReference(resource, "kmsKeyId", "set it to the ARN of a key for the log group"),
};
