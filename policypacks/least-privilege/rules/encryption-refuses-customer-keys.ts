import { ofBucket } from "../example";
import { unknownFinding } from "../finding";
import type { Rule } from "../rule";
import { unknown, unknownPath, valuesAt } from "../value";

const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const types = [
  type,
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
] as const;
const blocked = "blockedEncryptionTypes";

/** Advisory: a bucket policy, or the default of the bucket's Region, may refuse them as well. */
export const rule: Rule = {
  name: "encryption-refuses-customer-keys",
  displayName: "An encryption configuration refuses keys that only the client holds",
  description: "An encryption configuration of a bucket must block SSE-C.",
  why: "Nobody but the one who put an object could read it, so that whoever may put could take the bucket's data hostage.",
  severity: "medium",
  level: "advisory",
  requirements: ["FSBP:S3.17"],
  topics: ["s3"],
  remediationSteps: `Set ${blocked} to ["SSE-C"] in each rule.`,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html",
  example: {
    compliant: [encryption({ [blocked]: ["SSE-C"] })],
    violating: [encryption({})],
  },
  judges: "resource",
  types,
  check: ({ properties }) =>
    valuesAt(properties, ["rules", "*"]).flatMap(({ path, value }) => {
      const [own] = value === unknown ? [] : valuesAt(value as typeof properties, [blocked]);
      if (value === unknown || (own !== undefined && unknownPath(own.value) !== undefined)) {
        return [unknownFinding(`${path}.${blocked}`, "encryption")];
      }
      return Array.isArray(own?.value) && own.value.includes("SSE-C")
        ? []
        : [{ where: `${path}.${blocked}`, must: "must name SSE-C", fix: 'set it to ["SSE-C"]' }];
    }),
};

function encryption(more: object) {
  return ofBucket(type, {
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, ...more }],
  });
}
