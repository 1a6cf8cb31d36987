import type { Statement } from "../../../access/model";
import { type PolicyInResource, quoted, statementName } from "../document";
import { rolePolicy } from "../example";
import type { Finding } from "../finding";
import { wildcardResourceFault } from "../resourcePattern";
import type { Rule } from "../rule";

/**
 * Key policies are not judged: the resource of a key policy is always the key itself, and is written `*`. Of all objects
 * of a bucket in an identity policy, `allow-names-prefix` tells.
 */
export const rule: Rule = {
  name: "allow-names-resources",
  displayName: "Allow names its resources",
  description:
    "A statement that allows must name its resources; a wildcard may stand only behind the name of one.",
  why: "The grant covers buckets, keys, roles or prefixes of others, those that are made later too.",
  severity: "high",
  level: "mandatory",
  requirements: ["CIS-AWS-5.0:1.15", "CIS-AWS-7.0:2.14", "FSBP:IAM.1", "FSBP:KMS.1", "FSBP:KMS.2"],
  topics: ["iam", "s3", "kms"],
  remediationSteps:
    "Replace the wildcard, or NotResource, by ARNs; for objects by the bucket's name in full, and in a bucket policy by a prefix that ends with /, like arn:aws:s3:::bucket/prefix/*.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  example: {
    compliant: [
      rolePolicy({
        Sid: "Put",
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-drop/in/*",
      }),
    ],
    violating: [
      rolePolicy({
        Sid: "Put",
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-*/in/*",
      }),
    ],
  },
  judges: "documents",
  subjects: ["identity", "bucket", "accessPoint"],
  check: (policy) =>
    policy.document.statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) => judge(statement, policy)),
};

function judge(statement: Statement, policy: PolicyInResource): readonly Finding[] {
  const where = statementName(statement);
  const { resource } = statement;
  if (resource?.negated === true) {
    const must = "must not allow by NotResource, which allows every other resource";
    return [{ where, must, fix: "name the ARN of each resource" }];
  }
  return (resource?.patterns ?? []).flatMap((pattern) => {
    const fault = wildcardResourceFault(pattern, statement, policy);
    return fault === undefined || (fault.kind === "wholeBucket" && policy.subject === "identity")
      ? []
      : [{ where, must: `must not allow ${quoted(pattern)} (${fault.reason})`, fix: fault.fix }];
  });
}
