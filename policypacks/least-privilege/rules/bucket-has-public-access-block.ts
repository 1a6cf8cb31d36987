import { bucketsWithout } from "../bucket";
import type { Rule } from "../rule";

/** That of the account does not do: it is managed elsewhere, and an organization policy may own it. */
export const rule: Rule = {
  name: "bucket-has-public-access-block",
  displayName: "A bucket has a public access block",
  description: "A bucket must have a public access block of its own.",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "S3.8",
    specification: "S3 Block Public Access setting should be enabled at the bucket level",
  },
  tags: ["s3", "CIS-AWS-5.0:2.1.4"],
  remediationSteps: "Add an aws.s3.BucketPublicAccessBlock with all four settings true for the bucket.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  judges: "stack",
  check: (resources) =>
    bucketsWithout(resources, {
      types: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
      inline: [],
      called: "a BucketPublicAccessBlock",
    }),
};
