import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A bucket and its key that another account of the company reads from. */
export function dataLake(): void {
  const analytics = "arn:aws:iam::333333333333:root";
  const key = new aws.kms.Key("lake-key", {
    description: "Data lake",
    enableKeyRotation: true,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111111111111:root" },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "Allow use of the key",
          Effect: "Allow",
          Principal: { AWS: analytics },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: "*",
        },
      ],
    }),
  });
  const lake = new aws.s3.Bucket("lake", { bucket: "acme-lake" });
  new aws.s3.BucketServerSideEncryptionConfiguration("lake-encryption", {
    bucket: lake.id,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn } }],
  });
  new aws.s3.BucketPublicAccessBlock("lake-block", {
    bucket: lake.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new aws.s3.BucketPolicy("lake-policy", {
    bucket: lake.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AnalyticsReads",
          Effect: "Allow",
          Principal: { AWS: analytics },
          Action: ["s3:GetObject", "s3:ListBucket"],
          Resource: [lake.arn, pulumi.interpolate`${lake.arn}/*`],
        },
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [lake.arn, pulumi.interpolate`${lake.arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
  });
}
