import { ofBucket } from "../example";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";
import { isList, isProperties } from "../value";

const splitTypes: readonly string[] = [
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
  "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
];

export const rule: Rule = {
  name: "bucket-is-no-website",
  displayName: "A bucket is no web site",
  description: "A bucket must not have a website endpoint.",
  why: "A website endpoint speaks plain HTTP only, and shows what is public and nothing else.",
  severity: "medium",
  level: "advisory",
  requirements: ["FSBP:S3.5", "FSBP:S3.2"],
  topics: ["s3"],
  remediationSteps: "Serve the bucket by CloudFront with an origin access control.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html",
  example: {
    compliant: [{ type: "aws:s3/bucket:Bucket", props: { bucket: "acme-drop" } }],
    violating: [ofBucket(splitTypes[0] ?? "", { indexDocument: { suffix: "index.html" } })],
  },
  judges: "resource",
  types: [...splitTypes, "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
  check: (resource) =>
    splitTypes.includes(resource.type) || ["website", "websites"].some((name) => isSet(resource, name))
      ? [
          {
            where: "",
            must: "must not be a web site",
            fix: "serve it by CloudFront with an origin access control",
          },
        ]
      : [],
};

function isSet({ properties }: FoundResource, name: string): boolean {
  const value = properties[name];
  return isList(value) ? value.length > 0 : isProperties(value) || typeof value === "symbol";
}
