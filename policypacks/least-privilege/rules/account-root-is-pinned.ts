import type { Statement } from "../../../access/model";
import { type PolicyInResource, statementName } from "../document";
import { otherAccount, role } from "../example";
import type { Finding } from "../finding";
import {
  accountOfRoot,
  delegatesToAccessPoints,
  everyonePinFault,
  ownerAccount,
  pinFault,
  subjectsWithPrincipals,
} from "../principal";
import type { Rule } from "../rule";

/**
 * An account root as principal stands for everybody in the account. In a bucket, access point or key policy
 * the owner's own root is fine: there it leaves the decision to the owner's IAM policies, which decide anyway.
 * In a trust policy it is not, since every principal of the account could then be allowed to assume the role.
 *
 * Everyone under a condition, like those of an organization, is pinned in the same way; `allow-names-principals` refuses
 * everyone without one.
 */
export const rule: Rule = {
  name: "account-root-is-pinned",
  displayName: "An account as principal is pinned to named roles or users",
  description: "A statement that allows an account must pin aws:PrincipalArn to named roles or users of it.",
  why: "Every principal of that account, present and future, gets what was meant for one of them.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:S3.6", "NIST-800-53-r5:AC-6"],
  topics: ["iam", "s3", "kms"],
  remediationSteps:
    'Add Condition {"ArnEquals": {"aws:PrincipalArn": [ARN of each role or user that needs access]}}.',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts",
  options: { ignoredPrincipals: [] },
  example: {
    compliant: [
      role({
        Sid: "TrustUploader",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${otherAccount}:root` },
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${otherAccount}:role/uploader` } },
      }),
    ],
    violating: [
      role({
        Sid: "TrustAccount",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${otherAccount}:root` },
        Action: "sts:AssumeRole",
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
  if (principal === undefined || principal.negated) return [];
  const owner = policy.subject === "trust" ? undefined : ownerAccount(policy);
  const roots = principal.aws.filter((arn) => {
    const account = accountOfRoot(arn);
    return account !== undefined && account !== owner;
  });
  const who = principal.anyone ? "every account that the condition lets in" : roots.join(", ");
  const fault = faultOf(policy, statement, roots);
  if (fault === undefined) return [];
  return [
    {
      where: statementName(statement),
      must: `must not allow everybody of ${who} (${fault})`,
      fix: "add ArnEquals aws:PrincipalArn with the ARN of each role or user that needs access",
    },
  ];
}

function faultOf(
  policy: PolicyInResource,
  statement: Statement,
  roots: readonly string[],
): string | undefined {
  if (statement.principal?.anyone === true) {
    const open = statement.conditions.length === 0 || delegatesToAccessPoints(policy, statement);
    return open ? undefined : everyonePinFault(statement);
  }
  return roots.length === 0 ? undefined : pinFault(statement, roots);
}
