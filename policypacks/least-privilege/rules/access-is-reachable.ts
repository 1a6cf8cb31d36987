import { bucket, bucketPolicy, otherAccount } from "../example";
import { notReachable } from "../proof/intended";
import type { Rule } from "../rule";

const bucketArn = "arn:aws:s3:::acme-drop";
const uploader = `arn:aws:iam::${otherAccount}:role/uploader`;
const allowPut = (principal: string): object => ({
  Sid: "AllowPut",
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: "s3:PutObject",
  Resource: `${bucketArn}/in/*`,
});

/** The other half of the proof: what is meant works, at each step of the way. */
export const rule: Rule = {
  name: "access-is-reachable",
  displayName: "What is meant works",
  description:
    "Everything that the configuration means must be possible: to assume the role, to use the access point, the bucket and its key.",
  why: "Whoever is meant to have access and has none looks for another way.",
  severity: "medium",
  level: "advisory",
  requirements: ["CIS-AWS-5.0:1.19", "CIS-AWS-7.0:2.18"],
  topics: ["s3", "kms", "iam", "sts"],
  remediationSteps: "Allow the request that the finding names on the side that refuses it.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
  options: { intents: [], keyUses: [], refusals: [] },
  example: {
    options: {
      intents: [
        { name: "uploads", bucketArn, who: [uploader], actions: ["s3:PutObject"], prefixes: ["in/"] },
      ],
    },
    compliant: [bucket(), bucketPolicy(allowPut(uploader))],
    violating: [bucket(), bucketPolicy(allowPut(`arn:aws:iam::${otherAccount}:role/other`))],
  },
  judges: "stack",
  check: notReachable,
};
