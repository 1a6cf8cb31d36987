import { bucketsWithout } from "../bucket";
import { bucket, bucketPolicy } from "../example";
import type { Rule } from "../rule";

/** Only a bucket policy can refuse plain HTTP; `bucket-policy-denies-plain-http` judges what it says. */
export const rule: Rule = {
  name: "bucket-has-policy",
  displayName: "A bucket has a policy",
  description: "A bucket must have a bucket policy, since only that can refuse requests without TLS.",
  why: "Nothing refuses requests over plain HTTP, in which names and contents can be read and changed.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:S3.5", "CIS-AWS-5.0:2.1.1", "CIS-AWS-7.0:3.1.1"],
  topics: ["s3"],
  remediationSteps:
    "Add an aws.s3.BucketPolicy that denies s3:* to everyone where aws:SecureTransport is false.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  example: {
    compliant: [
      bucket(),
      bucketPolicy({
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::acme-drop", "arn:aws:s3:::acme-drop/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ],
    violating: [bucket()],
  },
  judges: "stack",
  check: (resources) =>
    bucketsWithout(resources, {
      types: ["aws:s3/bucketPolicy:BucketPolicy"],
      inline: ["policy"],
      called: "a BucketPolicy",
    }),
};
