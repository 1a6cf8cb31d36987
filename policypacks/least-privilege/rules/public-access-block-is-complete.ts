import { ofBucket } from "../example";
import { type Finding, unknownFinding } from "../finding";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";
import { isProperties, unknown, valuesAt } from "../value";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

/** Where a resource type holds the four flags, and what AWS takes for one that is left out. */
interface FlagPlace {
  readonly steps: readonly string[];
  readonly absent: boolean;
}

const places: Readonly<Record<string, FlagPlace>> = {
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { steps: [], absent: false },
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": { steps: [], absent: false },
  "aws:s3/accessPoint:AccessPoint": { steps: ["publicAccessBlockConfiguration"], absent: true },
  "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": {
    steps: ["details", "publicAccessBlock"],
    absent: true,
  },
};

export const rule: Rule = {
  name: "public-access-block-is-complete",
  displayName: "A public access block blocks all four ways",
  description: "A public access block must have all four settings true.",
  why: "Each setting that is off leaves one way open to make the bucket public.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:S3.8", "FSBP:S3.1", "FSBP:S3.19", "CIS-AWS-5.0:2.1.4", "CIS-AWS-7.0:3.1.4"],
  topics: ["s3"],
  remediationSteps: `Set ${flags.join(", ")} to true.`,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  example: {
    compliant: [
      ofBucket("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    ],
    violating: [
      ofBucket("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
        blockPublicAcls: true,
        blockPublicPolicy: true,
      }),
    ],
  },
  judges: "resource",
  types: Object.keys(places),
  check: (resource) => {
    const place = places[resource.type];
    return place === undefined ? [] : judge(resource, place);
  },
  // The block of an access point cannot be changed without making it anew.
  remedy: ({ type, properties }) =>
    places[type]?.steps.length === 0 && flags.some((flag) => properties[flag] !== true)
      ? Object.fromEntries(flags.map((flag) => [flag, true]))
      : undefined,
};

function judge({ properties }: FoundResource, { steps, absent }: FlagPlace): readonly Finding[] {
  return valuesAt(properties, steps).flatMap(({ path, value }) => {
    if (value === unknown) return [unknownFinding(path, "public access block")];
    if (!isProperties(value)) return [];
    return flags.flatMap((flag) => {
      const where = path === "" ? flag : `${path}.${flag}`;
      const set = value[flag] ?? absent;
      if (set === unknown) return [unknownFinding(where, "setting")];
      return set === true ? [] : [{ where, must: "must be true", fix: "set it to true" }];
    });
  });
}
