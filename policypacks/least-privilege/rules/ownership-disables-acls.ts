import { ofBucket } from "../example";
import { type Finding, unknownFinding } from "../finding";
import type { Rule } from "../rule";
import { unknown, valuesAt } from "../value";

const type = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const property = "objectOwnership";

/** New buckets have no ACLs; only a configuration of ownership brings them back. */
export const rule: Rule = {
  name: "ownership-disables-acls",
  displayName: "ACLs are disabled",
  description: "Ownership controls must disable ACLs.",
  why: "Whoever puts an object can grant it to others, or keep it from the bucket's owner.",
  severity: "medium",
  level: "mandatory",
  requirements: ["FSBP:S3.12"],
  topics: ["s3"],
  remediationSteps: "Set rule.objectOwnership to BucketOwnerEnforced.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  example: {
    compliant: [ofBucket(type, { rule: { objectOwnership: "BucketOwnerEnforced" } })],
    violating: [ofBucket(type, { rule: { objectOwnership: "ObjectWriter" } })],
  },
  judges: "resource",
  types: [type],
  check: ({ properties }): readonly Finding[] => {
    const [found] = valuesAt(properties, ["rule", property]);
    const where = `rule.${property}`;
    if (found?.value === unknown) return [unknownFinding(found.path, "ownership")];
    return found?.value === "BucketOwnerEnforced"
      ? []
      : [{ where, must: "must be BucketOwnerEnforced", fix: "set it to BucketOwnerEnforced" }];
  },
  remedy: ({ properties }) => {
    const [found] = valuesAt(properties, ["rule", property]);
    return found?.value === "BucketOwnerEnforced"
      ? undefined
      : { rule: { [property]: "BucketOwnerEnforced" } };
  },
};
