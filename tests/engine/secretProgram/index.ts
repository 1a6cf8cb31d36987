import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const provider = new aws.Provider("only", {
  region: "eu-west-1",
  allowedAccountIds: ["111111111111"],
  s3UsePathStyle: true,
});
// Not from the configuration: of that, Pulumi's CLI leaves out every secret whoever prints it.
const secrets = {
  externalId: pulumi.secret("hush-external-id"),
  referer: pulumi.secret("hush-referer"),
  userAgent: pulumi.secret("hush-user-agent"),
  described: pulumi.secret("hush-description"),
  misplaced: pulumi.secret("hush-misplaced"),
};

new aws.iam.Role(
  "partner",
  {
    name: "partner",
    description: secrets.described,
    tags: { note: secrets.described },
    assumeRolePolicy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TrustPartner",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::222222222222:root" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": secrets.externalId } },
        },
      ],
    }),
  },
  { provider },
);

const site = new aws.s3.Bucket("site", { bucket: "secretive-site" }, { provider });
const behind = (key: string, value: pulumi.Input<string>) => ({
  Sid: `Allow${key}`,
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::secretive-site/*",
  Condition: { StringEquals: { [`aws:${key}`]: value } },
});
new aws.s3.BucketPolicy(
  "site-policy",
  {
    bucket: "secretive-site",
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [behind("Referer", secrets.referer), behind("UserAgent", secrets.userAgent)],
    }),
  },
  { provider, dependsOn: site },
);

const broken = new aws.s3.Bucket("broken", { bucket: "secretive-broken" }, { provider });
new aws.s3.BucketPolicy(
  "broken-policy",
  {
    bucket: "secretive-broken",
    policy: pulumi.jsonStringify({ Statement: [], password: secrets.misplaced }),
  },
  { provider, dependsOn: broken },
);
