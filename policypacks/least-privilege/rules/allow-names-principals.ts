import type { Statement } from "../../../access/model";
import { type PolicyInResource, statementName } from "../document";
import type { Finding } from "../finding";
import {
  delegatesToAccessPoints,
  everyonePinFault,
  holdsToFixedValues,
  subjectsWithPrincipals,
} from "../principal";
import type { Rule } from "../rule";

/**
 * A condition excuses `*` only where it names who remains: fixed accounts, organizations, roles or users, or the owner's
 * own access points. A key that can be absent, a wildcard or a variable names nobody. Whoever remains must be pinned to
 * named roles or users, too: that is `account-root-is-pinned`.
 */
export const rule: Rule = {
  name: "allow-names-principals",
  displayName: "Allow names its principals",
  description:
    "A statement that allows must name its principals, in Principal or by a condition that holds them to fixed accounts, organizations, roles or users.",
  severity: "critical",
  framework: {
    name: "CIS AWS Foundations Benchmark",
    version: "7.0",
    reference: "2.21",
    specification: "Ensure AWS resource policies do not allow unrestricted access using 'Principal': '*'",
  },
  tags: ["iam", "s3", "kms", "FSBP:S3.2", "FSBP:S3.3", "FSBP:KMS.5"],
  remediationSteps:
    "Replace * or NotPrincipal by the ARNs, or by the account root with a condition on aws:PrincipalArn; for an organization, add StringEquals aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  judges: "documents",
  subjects: subjectsWithPrincipals,
  check: (policy) =>
    policy.document.statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) => judge(policy, statement)),
};

function judge(policy: PolicyInResource, statement: Statement): readonly Finding[] {
  const { principal } = statement;
  const where = statementName(statement);
  const fix = "name the ARNs that need access, or their account's root with aws:PrincipalArn";
  if (principal?.negated === true) {
    return [{ where, must: "must not allow by NotPrincipal, which allows everyone else", fix }];
  }
  return principal?.anyone !== true || namesWhoRemains(policy, statement)
    ? []
    : [{ where, must: 'must not allow everyone (Principal "*")', fix }];
}

function namesWhoRemains(policy: PolicyInResource, statement: Statement): boolean {
  return (
    statement.conditions.some(
      (clause) =>
        holdsToFixedValues(clause, "aws:principalorgid") ||
        holdsToFixedValues(clause, "aws:principalaccount"),
    ) ||
    everyonePinFault(statement) === undefined ||
    delegatesToAccessPoints(policy, statement)
  );
}
