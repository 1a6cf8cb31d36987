import * as aws from "@pulumi/aws";

/** A website that S3 serves to everyone, as the oldest examples have it. */
export function staticSite(): void {
  const site = new aws.s3.Bucket("site");
  new aws.s3.BucketWebsiteConfiguration("site-website", {
    bucket: site.id,
    indexDocument: { suffix: "index.html" },
    errorDocument: { key: "404.html" },
  });
  const access = new aws.s3.BucketPublicAccessBlock("site-access", {
    bucket: site.id,
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
  });
  new aws.s3.BucketObject("index", {
    bucket: site.id,
    key: "index.html",
    content: "<h1>Hello</h1>",
    contentType: "text/html",
  });
  new aws.s3.BucketPolicy(
    "site-policy",
    {
      bucket: site.id,
      policy: site.arn.apply((arn) =>
        JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "PublicReadGetObject",
              Effect: "Allow",
              Principal: "*",
              Action: ["s3:GetObject"],
              Resource: [`${arn}/*`],
            },
          ],
        }),
      ),
    },
    { dependsOn: access },
  );
}
