import { bucket, bucketPolicy, otherAccount } from "../example";
import { notIntended } from "../proof/intended";
import type { Rule } from "../rule";

const bucketArn = "arn:aws:s3:::acme-drop";
const uploader = `arn:aws:iam::${otherAccount}:role/uploader`;
const allowPut = (resource: string): object => ({
  Sid: "AllowPut",
  Effect: "Allow",
  Principal: { AWS: uploader },
  Action: "s3:PutObject",
  Resource: resource,
});

/** Takes all documents of the stack together: who may do what in the end, on every way. */
export const rule: Rule = {
  name: "access-is-intended",
  displayName: "Access is what is meant",
  description:
    "All policies of the stack together must allow what the configuration means, and nothing else: every principal, way, action, prefix and condition.",
  why: "Policies that look narrow one by one can together let in somebody whom nobody meant.",
  severity: "critical",
  level: "mandatory",
  requirements: ["CIS-AWS-5.0:1.19", "CIS-AWS-7.0:2.18", "FSBP:S3.6"],
  topics: ["s3", "kms", "iam", "sts"],
  remediationSteps:
    "Narrow one of the statements that the finding names until the request that it shows is refused, or add the access to the configuration.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
  options: { intents: [], keyUses: [], refusals: [], seals: [], closed: false },
  example: {
    options: {
      intents: [
        {
          name: "uploads",
          bucketArn,
          who: [uploader],
          actions: ["s3:PutObject"],
          prefixes: ["in/"],
        },
      ],
    },
    compliant: [bucket(), bucketPolicy(allowPut(`${bucketArn}/in/*`))],
    violating: [bucket(), bucketPolicy(allowPut(`${bucketArn}/*`))],
  },
  judges: "stack",
  check: notIntended,
};
