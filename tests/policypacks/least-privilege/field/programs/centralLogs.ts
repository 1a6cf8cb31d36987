import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** One bucket for the logs of a trail and of the load balancers of Ireland. */
export function centralLogs(): void {
  const logs = new aws.s3.Bucket("logs", { bucket: "acme-central-logs" });
  new aws.s3.BucketPublicAccessBlock("logs-block", {
    bucket: logs.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new aws.s3.BucketLifecycleConfiguration("logs-lifecycle", {
    bucket: logs.id,
    rules: [{ id: "expire", status: "Enabled", filter: { prefix: "" }, expiration: { days: 365 } }],
  });
  const policy = new aws.s3.BucketPolicy("logs-policy", {
    bucket: logs.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AWSCloudTrailAclCheck",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "s3:GetBucketAcl",
          Resource: logs.arn,
        },
        {
          Sid: "AWSCloudTrailWrite",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: pulumi.interpolate`${logs.arn}/AWSLogs/111111111111/*`,
          Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
        },
        {
          Sid: "LoadBalancers",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::156460612806:root" },
          Action: "s3:PutObject",
          Resource: pulumi.interpolate`${logs.arn}/elb/AWSLogs/111111111111/*`,
        },
      ],
    }),
  });
  new aws.cloudtrail.Trail(
    "trail",
    {
      name: "acme",
      s3BucketName: logs.id,
      includeGlobalServiceEvents: true,
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
    },
    { dependsOn: policy },
  );
}
