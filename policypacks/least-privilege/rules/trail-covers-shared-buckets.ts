import { bucketName, type Coverage, logBuckets, records, trailsOf } from "../dataEvents";
import { bucket, bucketPolicy, otherAccount, trail } from "../example";
import type { ExampleResource, Rule } from "../rule";
import { sharedBuckets } from "../sharedBuckets";
import { unknown } from "../value";

export const rule: Rule = {
  name: "trail-covers-shared-buckets",
  displayName: "A trail records the writes to a bucket that other accounts put into",
  description:
    "A bucket into which other accounts can put must have its write events recorded by a trail of the stack.",
  why: "Nobody can tell which party put, overwrote or deleted an object.",
  severity: "high",
  level: "mandatory",
  requirements: ["CIS-AWS-5.0:3.8", "CIS-AWS-7.0:4.8", "FSBP:CloudTrail.3"],
  topics: ["cloudtrail", "s3"],
  remediationSteps:
    "Add a data event selector of AWS::S3::Object for arn:aws:s3:::BUCKET/ with the trailing slash, for writes or all events.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
  options: { recordedElsewhere: [] },
  example: {
    compliant: [...shared(), trail({ eventSelectors: [selector("arn:aws:s3:::acme-drop/")] })],
    violating: [...shared(), trail({ eventSelectors: [selector("arn:aws:s3:::acme-drop/in/")] })],
  },
  judges: "stack",
  check: (resources, { recordedElsewhere }) => {
    const trails = trailsOf(resources);
    const logs = logBuckets(resources);
    return sharedBuckets(resources).flatMap((resource) => {
      const name = bucketName(resource);
      if (name !== undefined && [...logs, ...recordedElsewhere].includes(name)) return [];
      const found: readonly Coverage[] =
        name === undefined ? [unknown] : trails.map((one) => records(one, name, "writes"));
      if (found.includes(true)) return [];
      const must = "must have its write events recorded by a trail";
      const shown = `arn:aws:s3:::${name ?? "BUCKET"}/`;
      return found.includes(unknown)
        ? [
            {
              resource,
              where: "",
              must,
              fix: "fix names in settings so that the selectors are known at preview",
              notKnown: true as const,
            },
          ]
        : [
            {
              resource,
              where: "",
              must,
              fix: `add a data event selector for ${shown} with the trailing slash, that includes writes`,
            },
          ];
    });
  },
};

function shared(): readonly ExampleResource[] {
  return [
    bucket(),
    bucketPolicy({
      Sid: "Put",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${otherAccount}:role/uploader` },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::acme-drop/in/*",
    }),
  ];
}

function selector(prefix: string): object {
  return { readWriteType: "WriteOnly", dataResources: [{ type: "AWS::S3::Object", values: [prefix] }] };
}
