import { bucketsWithout } from "../bucket";
import type { Rule } from "../rule";

export const rule: Rule = {
  name: "bucket-has-encryption",
  displayName: "A bucket has an encryption configuration",
  description: "A bucket must say how new objects are encrypted, not leave it to AWS's default.",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "S3.17",
    specification: "S3 general purpose buckets should be encrypted at rest with AWS KMS keys",
  },
  tags: ["s3"],
  remediationSteps: "Add an aws.s3.BucketServerSideEncryptionConfiguration for the bucket.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
  judges: "stack",
  check: (resources) =>
    bucketsWithout(resources, {
      types: [
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
      ],
      inline: ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"],
      called: "a BucketServerSideEncryptionConfiguration",
    }),
};
