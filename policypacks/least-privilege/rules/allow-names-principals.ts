import type { Statement } from "../../../access/model";
import { type PolicyInResource, statementName } from "../document";
import { bucketPolicy, otherAccount } from "../example";
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
  why: "The resource is public, or open to whole accounts that nobody thought of.",
  severity: "critical",
  level: "mandatory",
  requirements: ["CIS-AWS-7.0:2.21", "FSBP:S3.2", "FSBP:S3.3", "FSBP:KMS.5"],
  topics: ["iam", "s3", "kms"],
  remediationSteps:
    "Replace * or NotPrincipal by the ARNs, or by the account root with a condition on aws:PrincipalArn; for an organization, add StringEquals aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  options: { ignoredPrincipals: [] },
  example: {
    compliant: [
      bucketPolicy({
        Sid: "Put",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${otherAccount}:role/uploader` },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-drop/in/*",
      }),
    ],
    violating: [
      bucketPolicy({
        Sid: "Put",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-drop/in/*",
      }),
    ],
  },
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
