import * as aws from "@pulumi/aws";

const provider = new aws.Provider("only", {
  region: "eu-west-1",
  allowedAccountIds: ["111111111111"],
  s3UsePathStyle: true,
});
const bucket = new aws.s3.Bucket("wide", { bucket: "wide-open" }, { provider });
new aws.s3.BucketPolicy(
  "wide-policy",
  {
    bucket: "wide-open",
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "EverybodyThere",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::222222222222:root" },
          Action: "s3:*",
          Resource: "arn:aws:s3:::wide-open/*",
        },
      ],
    }),
  },
  { provider, dependsOn: bucket },
);
