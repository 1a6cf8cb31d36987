import { ofBucket } from "../example";
import { type Finding, unknownFinding } from "../finding";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";
import { type Located, unknown, valuesAt } from "../value";

/** Where a resource type holds its encryption: all of it, and the algorithms inside. */
interface EncryptionPlace {
  readonly whole: readonly string[];
  readonly algorithms: readonly string[];
}

const split: EncryptionPlace = {
  whole: ["rules"],
  algorithms: ["rules", "*", "applyServerSideEncryptionByDefault", "sseAlgorithm"],
};

const places: Readonly<Record<string, EncryptionPlace>> = {
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": split,
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": split,
  "aws:s3/bucket:Bucket": {
    whole: ["serverSideEncryptionConfiguration"],
    algorithms: [
      "serverSideEncryptionConfiguration",
      "rule",
      "applyServerSideEncryptionByDefault",
      "sseAlgorithm",
    ],
  },
  "aws:s3/bucketV2:BucketV2": {
    whole: ["serverSideEncryptionConfigurations"],
    algorithms: [
      "serverSideEncryptionConfigurations",
      "*",
      "rules",
      "*",
      "applyServerSideEncryptionByDefaults",
      "*",
      "sseAlgorithm",
    ],
  },
};

const algorithms: readonly unknown[] = ["AES256", "aws:kms", "aws:kms:dsse"];

export const rule: Rule = {
  name: "encryption-names-algorithm",
  displayName: "An encryption configuration names its algorithm",
  description: "An encryption configuration of a bucket must name the algorithm for new objects.",
  why: "The configuration says nothing, so that AWS's default applies without anybody's having chosen it.",
  severity: "medium",
  level: "mandatory",
  requirements: ["FSBP:S3.17"],
  topics: ["s3"],
  remediationSteps: `Set sseAlgorithm to ${algorithms.join(", ")}.`,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html",
  example: {
    compliant: [
      ofBucket("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
      }),
    ],
    violating: [
      ofBucket("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
        rules: [{ bucketKeyEnabled: true }],
      }),
    ],
  },
  judges: "resource",
  types: Object.keys(places),
  check: (resource) => {
    const place = places[resource.type];
    return place === undefined ? [] : judge(resource, place);
  },
};

function judge(
  { type, properties }: FoundResource,
  { whole, algorithms: steps }: EncryptionPlace,
): readonly Finding[] {
  const found = valuesAt(properties, steps);
  const isSplit = places[type] === split;
  if (found.length === 0 && !isSplit && valuesAt(properties, whole).length === 0) return [];
  if (found.length === 0) return [wrong(whole.join("."))];
  return found.flatMap(judgeAlgorithm);
}

function judgeAlgorithm({ path, value }: Located): readonly Finding[] {
  if (value === unknown) return [unknownFinding(path, "encryption")];
  return algorithms.includes(value) ? [] : [wrong(path)];
}

function wrong(where: string): Finding {
  return {
    where,
    must: "must name an algorithm",
    fix: `set sseAlgorithm to one of ${algorithms.join(", ")}`,
  };
}
