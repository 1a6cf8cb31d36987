import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A versioned bucket that S3 copies to another region. */
export function replicatedBackups(): void {
  const elsewhere = new aws.Provider("elsewhere", { region: "eu-central-1" });
  const backups = new aws.s3.Bucket("backups", { bucket: "acme-backups" });
  const copies = new aws.s3.Bucket("copies", { bucket: "acme-backups-copy" }, { provider: elsewhere });
  const versioned = [
    new aws.s3.BucketVersioning("backups-versioning", {
      bucket: backups.id,
      versioningConfiguration: { status: "Enabled" },
    }),
    new aws.s3.BucketVersioning(
      "copies-versioning",
      { bucket: copies.id, versioningConfiguration: { status: "Enabled" } },
      { provider: elsewhere },
    ),
  ];
  const role = new aws.iam.Role("replication", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const policy = new aws.iam.Policy("replication-policy", {
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
          Resource: [backups.arn],
        },
        {
          Effect: "Allow",
          Action: [
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionTagging",
          ],
          Resource: [pulumi.interpolate`${backups.arn}/*`],
        },
        {
          Effect: "Allow",
          Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
          Resource: [pulumi.interpolate`${copies.arn}/*`],
        },
      ],
    }),
  });
  new aws.iam.RolePolicyAttachment("replication-attachment", { role: role.name, policyArn: policy.arn });
  new aws.s3.BucketReplicationConfig(
    "backups-replication",
    {
      bucket: backups.id,
      role: role.arn,
      rules: [
        { id: "all", status: "Enabled", destination: { bucket: copies.arn, storageClass: "STANDARD_IA" } },
      ],
    },
    { dependsOn: versioned },
  );
}
