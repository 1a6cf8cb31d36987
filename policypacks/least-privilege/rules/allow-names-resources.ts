import type { Statement } from "../../../access/model";
import { type PolicyInResource, quoted, statementName } from "../document";
import type { Finding } from "../finding";
import { wildcardResourceFault } from "../resourcePattern";
import type { Rule } from "../rule";

/** Key policies are not judged: the resource of a key policy is always the key itself, and is written `*`. */
export const rule: Rule = {
  name: "allow-names-resources",
  displayName: "Allow names its resources",
  description:
    "A statement that allows must name its resources; a wildcard may stand only behind a prefix of one bucket.",
  severity: "high",
  framework: {
    name: "CIS AWS Foundations Benchmark",
    version: "5.0",
    reference: "1.15",
    specification: "Ensure IAM policies that allow full *:* administrative privileges are not attached",
  },
  tags: ["iam", "s3", "FSBP:IAM.1", "FSBP:KMS.1", "FSBP:KMS.2"],
  remediationSteps:
    "Replace the wildcard, or NotResource, by ARNs; for objects by a prefix that ends with /, like arn:aws:s3:::bucket/prefix/*.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
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
    return fault === undefined
      ? []
      : [{ where, must: `must not allow ${quoted(pattern)} (${fault.reason})`, fix: fault.fix }];
  });
}
