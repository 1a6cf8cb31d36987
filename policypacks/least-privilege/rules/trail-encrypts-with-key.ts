import { trail } from "../example";
import { judgeReference } from "../property";
import type { Rule } from "../rule";

/** Which key it is may be unknown at preview; that there is one is not. */
export const rule: Rule = {
  name: "trail-encrypts-with-key",
  displayName: "A trail encrypts its log files with a KMS key",
  description: "A trail must encrypt its log files with a KMS key.",
  why: "Whoever may read the log bucket reads all of the log; with a key its policy has to allow that, too.",
  severity: "medium",
  level: "mandatory",
  requirements: ["FSBP:CloudTrail.2", "CIS-AWS-5.0:3.5", "CIS-AWS-7.0:4.5"],
  topics: ["cloudtrail", "kms"],
  remediationSteps: "Set kmsKeyId to the ARN of a key whose policy lets CloudTrail encrypt for this trail.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
  example: { compliant: [trail()], violating: [trail({ kmsKeyId: undefined })] },
  judges: "resource",
  types: ["aws:cloudtrail/trail:Trail", "aws:cloudtrail/eventDataStore:EventDataStore"],
  check: (resource) => judgeReference(resource, "kmsKeyId", "set it to the ARN of a key for the trail"),
};
