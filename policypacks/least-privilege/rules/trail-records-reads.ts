import { bucketTypes } from "../bucket";
import { bucketName, logBuckets, records, trailsOf } from "../dataEvents";
import { bucket, trail } from "../example";
import { unknownFinding } from "../finding";
import type { Rule, StackFinding } from "../rule";
import { unknown } from "../value";

/** Off until the configuration asks for it: each read costs an event. Buckets that receive logs are left alone. */
export const rule: Rule = {
  name: "trail-records-reads",
  displayName: "A trail records who reads objects",
  description: "A bucket must have its read events recorded by a trail of the stack.",
  why: "Nobody can tell who read, listed or copied the objects.",
  severity: "low",
  level: "disabled",
  requirements: ["CIS-AWS-5.0:3.9", "CIS-AWS-7.0:4.9", "FSBP:CloudTrail.3"],
  topics: ["cloudtrail", "s3"],
  remediationSteps:
    "Add a data event selector of AWS::S3::Object for arn:aws:s3:::BUCKET/ with the trailing slash, for all events or for reads.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
  options: { buckets: [], recordedElsewhere: [] },
  example: {
    compliant: [bucket(), trail({ eventSelectors: [selector("All")] })],
    violating: [bucket(), trail({ eventSelectors: [selector("WriteOnly")] })],
  },
  judges: "stack",
  check: (resources, { buckets: names, recordedElsewhere }) => {
    const trails = trailsOf(resources);
    const logs = logBuckets(resources);
    return resources
      .filter(({ type }) => bucketTypes.includes(type))
      .flatMap((resource): readonly StackFinding[] => {
        const name = bucketName(resource);
        if (name === undefined)
          return names.length === 0 ? [{ resource, ...unknownFinding("bucket", "name") }] : [];
        if (recordedElsewhere.includes(name)) return [];
        if (names.length === 0 ? logs.includes(name) : !names.includes(name)) return [];
        const found = trails.map((one) => records(one, name, "reads"));
        if (found.includes(true)) return [];
        if (found.includes(unknown)) return [{ resource, ...unknownFinding("", "selection of a trail") }];
        const must = "must have its read events recorded by a trail";
        const fix = `add a data event selector for arn:aws:s3:::${name}/ with the trailing slash, that includes reads`;
        return [{ resource, where: "", must, fix }];
      });
  },
};

function selector(readWriteType: string): object {
  return { readWriteType, dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3:::acme-drop/"] }] };
}
