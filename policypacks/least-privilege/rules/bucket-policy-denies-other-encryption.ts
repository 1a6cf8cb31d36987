import type { ConditionClause, Statement } from "../../../access/model";
import { coversAction } from "../action";
import { bucketName } from "../dataEvents";
import type { PolicyInResource } from "../document";
import { bucketPolicy } from "../example";
import { matchesArn } from "../pattern";
import type { Rule } from "../rule";

const header = "s3:x-amz-server-side-encryption";
const algorithms: readonly string[] = ["AES256", "aws:kms", "aws:kms:dsse"];

/**
 * Off until the configuration asks for it. A statement that asks for the header in every put is as good as one that only
 * refuses another algorithm where it is given: without the header, S3 takes the bucket's default.
 */
export const rule: Rule = {
  name: "bucket-policy-denies-other-encryption",
  displayName: "A bucket policy denies other encryption than the bucket's",
  description: "A bucket policy must deny everyone puts that ask for another encryption algorithm.",
  why: "Whoever puts chooses S3's own key by a header, so that the key's policy and its log no longer guard the object.",
  severity: "medium",
  level: "disabled",
  requirements: ["NIST-800-53-r5:SC-28", "FSBP:S3.17"],
  topics: ["s3", "kms"],
  remediationSteps: `Add a statement: Deny, Principal "*", s3:PutObject, bucket/*, Condition {"Null": {"${header}": "false"}, "StringNotEquals": {"${header}": "aws:kms"}}.`,
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms",
  options: { buckets: [] },
  example: {
    compliant: [bucketPolicy(denial({ Null: { [header]: "false" } }))],
    violating: [bucketPolicy(denial({ StringEquals: { "aws:PrincipalAccount": "222222222222" } }))],
  },
  judges: "documents",
  subjects: ["bucket"],
  check: (policy, { buckets: names }) => {
    const name = bucketName(policy.resource);
    if (names.length > 0 && (name === undefined || !names.includes(name))) return [];
    return policy.document.statements.some((statement) => deniesOtherEncryption(statement, policy))
      ? []
      : [
          {
            where: "",
            must: `must deny everyone puts whose ${header} is not the bucket's algorithm`,
            fix: "add that statement for all of its objects, without a further condition",
          },
        ];
  },
};

function deniesOtherEncryption(statement: Statement, { resource: holder }: PolicyInResource): boolean {
  const { effect, principal, action, resource, conditions } = statement;
  const name = bucketName(holder);
  return (
    effect === "Deny" &&
    principal?.anyone === true &&
    !principal.negated &&
    coversAction(action, "s3:PutObject") &&
    resource?.negated === false &&
    // S3 takes no policy that names another bucket.
    resource.patterns.some(
      (pattern) =>
        pattern.endsWith("*") &&
        matchesArn(pattern, `arn:${pattern.split(":")[1] ?? "aws"}:s3:::${name ?? bucketOf(pattern)}/`),
    ) &&
    conditions.some(refusesOthers) &&
    conditions.every((clause) => refusesOthers(clause) || isGiven(clause))
  );
}

function bucketOf(pattern: string): string {
  return pattern.slice(pattern.lastIndexOf(":") + 1).replace(/\/?\*+$/, "");
}

/** One algorithm is left, or both that use keys. */
function refusesOthers({ operator, qualifier, key, values }: ConditionClause): boolean {
  return (
    operator === "StringNotEquals" &&
    qualifier === undefined &&
    key.toLowerCase() === header &&
    values.every((value) => algorithms.includes(value)) &&
    (values.length === 1 || !values.includes("AES256"))
  );
}

function isGiven({ operator, key, values }: ConditionClause): boolean {
  return operator === "Null" && key.toLowerCase() === header && values.every((value) => value === "false");
}

function denial(more: Readonly<Record<string, object>>): object {
  return {
    Sid: "DenyOtherEncryption",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::acme-drop/*",
    Condition: { StringNotEquals: { [header]: "aws:kms" }, ...more },
  };
}
