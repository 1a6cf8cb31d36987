import { bucketsWithout } from "../bucket";
import { bucket, ofBucket } from "../example";
import type { Rule } from "../rule";

/** That of the account does not do: it is managed elsewhere, and an organization policy may own it. */
export const rule: Rule = {
  name: "bucket-has-public-access-block",
  displayName: "A bucket has a public access block",
  description: "A bucket must have a public access block of its own.",
  why: "One mistaken policy or ACL makes the bucket public.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:S3.8", "CIS-AWS-5.0:2.1.4", "CIS-AWS-7.0:3.1.4"],
  topics: ["s3"],
  remediationSteps: "Add an aws.s3.BucketPublicAccessBlock with all four settings true for the bucket.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  example: {
    compliant: [
      bucket(),
      ofBucket("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    ],
    violating: [bucket()],
  },
  judges: "stack",
  check: (resources) =>
    bucketsWithout(resources, {
      types: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
      inline: [],
      called: "a BucketPublicAccessBlock",
    }),
};
