import { bucketTypes } from "../bucket";
import { bucket } from "../example";
import { unknownFinding } from "../finding";
import type { Rule } from "../rule";
import { unknown } from "../value";

/** A bucket without a name in the program gets one from Pulumi, in which its name in the program may have dots. */
export const rule: Rule = {
  name: "bucket-name-has-no-dots",
  displayName: "A bucket's name has no dots",
  description: "The name of a bucket must not have dots in it.",
  why: "The certificate of S3 does not cover such a host name, so that clients fall back on paths, or on not checking it.",
  severity: "low",
  level: "advisory",
  requirements: ["FSBP:S3.5"],
  topics: ["s3"],
  remediationSteps: "Use hyphens. A bucket cannot be renamed: make another one and copy the objects.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  example: { compliant: [bucket()], violating: [bucket({ bucket: "acme.drop" })] },
  judges: "resource",
  types: bucketTypes,
  check: ({ properties }) =>
    ["bucket", "bucketPrefix"].flatMap((where) => {
      const name = properties[where];
      if (name === unknown) return [unknownFinding(where, "name")];
      return typeof name === "string" && name.includes(".")
        ? [{ where, must: "must not have dots", fix: "use hyphens" }]
        : [];
    }),
};
