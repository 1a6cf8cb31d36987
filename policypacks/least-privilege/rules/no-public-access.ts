import { bucket, bucketPolicy, ownAccount } from "../example";
import { publicAccess } from "../proof/outsiders";
import type { Rule } from "../rule";

const read = (principal: unknown): object => ({
  Sid: "AllowRead",
  Effect: "Allow",
  Principal: principal,
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::acme-drop/*",
});

/** Policies, ACLs and Block Public Access together; `allow-names-principals` judges one statement at a time. */
export const rule: Rule = {
  name: "no-public-access",
  displayName: "Nothing is open to everyone",
  description:
    "Buckets, access points, keys and roles must not be open to everyone, by any policy or ACL that Block Public Access leaves in force.",
  why: "Everyone on the internet can read, change or use what is open to everyone.",
  severity: "critical",
  level: "mandatory",
  requirements: ["FSBP:S3.2", "FSBP:S3.3", "FSBP:CloudTrail.6", "FSBP:KMS.5", "CIS-AWS-7.0:2.21"],
  topics: ["s3", "kms", "iam"],
  remediationSteps:
    "Name the principals in the statement that the finding shows, or list a bucket that is meant to be public in publicBuckets.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  options: { publicBuckets: [] },
  example: {
    compliant: [bucket(), bucketPolicy(read({ AWS: `arn:aws:iam::${ownAccount}:role/reader` }))],
    violating: [bucket(), bucketPolicy(read("*"))],
  },
  judges: "stack",
  check: publicAccess,
};
