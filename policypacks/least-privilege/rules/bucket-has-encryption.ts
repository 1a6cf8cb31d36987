import { bucketsWithout } from "../bucket";
import { bucket, ofBucket } from "../example";
import type { Rule } from "../rule";

export const rule: Rule = {
  name: "bucket-has-encryption",
  displayName: "A bucket has an encryption configuration",
  description: "A bucket must say how new objects are encrypted, not leave it to AWS's default.",
  why: "What encrypts an object is left to a default that nobody reviewed, and to whoever puts it.",
  severity: "medium",
  level: "mandatory",
  requirements: ["FSBP:S3.17"],
  topics: ["s3"],
  remediationSteps: "Add an aws.s3.BucketServerSideEncryptionConfiguration for the bucket.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
  example: {
    compliant: [
      bucket(),
      ofBucket("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      }),
    ],
    violating: [bucket()],
  },
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
