import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The bucket and the lock table of a self-managed state, and the user that CI deploys with. */
export function stateBackend(): void {
  const key = new aws.kms.Key("state-key", { description: "State", deletionWindowInDays: 7 });
  const state = new aws.s3.Bucket("state", { bucket: "acme-state" });
  new aws.s3.BucketVersioning("state-versioning", {
    bucket: state.id,
    versioningConfiguration: { status: "Enabled" },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration("state-encryption", {
    bucket: state.id,
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.keyId },
        bucketKeyEnabled: true,
      },
    ],
  });
  new aws.s3.BucketPublicAccessBlock("state-block", {
    bucket: state.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const locks = new aws.dynamodb.Table("locks", {
    billingMode: "PAY_PER_REQUEST",
    hashKey: "LockID",
    attributes: [{ name: "LockID", type: "S" }],
  });
  const ci = new aws.iam.User("ci", { name: "ci" });
  new aws.iam.AccessKey("ci-key", { user: ci.name });
  new aws.iam.UserPolicy("ci-policy", {
    user: ci.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:*", Resource: [state.arn, pulumi.interpolate`${state.arn}/*`] },
        { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: locks.arn },
        { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key.arn },
      ],
    }),
  });
}
