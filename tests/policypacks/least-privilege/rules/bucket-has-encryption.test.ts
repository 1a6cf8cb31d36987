/** Proves: which buckets count as having an encryption. What it says is judged by another rule. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-has-encryption";
import { companionTests, inlineTests } from "../companion";

describe("bucket-has-encryption", () => {
  const encryption = { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } };
  companionTests(
    rule,
    [
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    ],
    "a BucketServerSideEncryptionConfiguration",
  );
  inlineTests(rule, "aws:s3/bucket:Bucket", "serverSideEncryptionConfiguration", encryption);
  inlineTests(rule, "aws:s3/bucketV2:BucketV2", "serverSideEncryptionConfigurations", [{ rules: [{}] }]);
});
