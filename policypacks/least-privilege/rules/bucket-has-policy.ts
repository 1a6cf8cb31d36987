import { bucketsWithout } from "../bucket";
import type { Rule } from "../rule";

/** Only a bucket policy can refuse plain HTTP; `bucket-policy-denies-plain-http` judges what it says. */
export const rule: Rule = {
  name: "bucket-has-policy",
  displayName: "A bucket has a policy",
  description: "A bucket must have a bucket policy, since only that can refuse requests without TLS.",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "S3.5",
    specification: "S3 buckets should require requests to use Secure Socket Layer",
  },
  tags: ["s3", "CIS-AWS-5.0:2.1.1"],
  remediationSteps:
    "Add an aws.s3.BucketPolicy that denies s3:* to everyone where aws:SecureTransport is false.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  judges: "stack",
  check: (resources) =>
    bucketsWithout(resources, {
      types: ["aws:s3/bucketPolicy:BucketPolicy"],
      inline: ["policy"],
      called: "a BucketPolicy",
    }),
};
