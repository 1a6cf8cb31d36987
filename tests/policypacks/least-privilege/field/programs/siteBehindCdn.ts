import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A private bucket that CloudFront reads with an origin access control, as AWS documents it. */
export function siteBehindCdn(): void {
  const content = new aws.s3.Bucket("content", { bucket: "acme-content" });
  const block = new aws.s3.BucketPublicAccessBlock("content-block", {
    bucket: content.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const control = new aws.cloudfront.OriginAccessControl("control", {
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  });
  const cdn = new aws.cloudfront.Distribution("cdn", {
    enabled: true,
    defaultRootObject: "index.html",
    origins: [
      {
        originId: "content",
        domainName: content.bucketRegionalDomainName,
        originAccessControlId: control.id,
      },
    ],
    defaultCacheBehavior: {
      targetOriginId: "content",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      forwardedValues: { queryString: false, cookies: { forward: "none" } },
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
  });
  new aws.s3.BucketPolicy(
    "content-policy",
    {
      bucket: content.id,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AllowCloudFrontServicePrincipalReadOnly",
            Effect: "Allow",
            Principal: { Service: "cloudfront.amazonaws.com" },
            Action: "s3:GetObject",
            Resource: pulumi.interpolate`${content.arn}/*`,
            Condition: { StringEquals: { "AWS:SourceArn": cdn.arn } },
          },
        ],
      }),
    },
    { dependsOn: block },
  );
}
