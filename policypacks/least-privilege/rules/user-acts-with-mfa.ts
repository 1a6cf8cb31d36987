import type { Statement } from "../../../access/model";
import { limits, limitsToTrue } from "../condition";
import { type PolicyInResource, statementName } from "../document";
import { otherAccount, role } from "../example";
import type { Rule } from "../rule";

const userArn = /^arn:[a-z-]+:iam::[^:]*:user\//;

export const rule: Rule = {
  name: "user-acts-with-mfa",
  displayName: "A user may act only with MFA",
  description: "A statement that allows an IAM user must ask for multi-factor authentication.",
  why: "A user's access keys are long-lived: whoever finds them once can use them until somebody notices.",
  severity: "medium",
  level: "advisory",
  requirements: ["FSBP:IAM.19", "FSBP:IAM.5", "NIST-800-53-r5:AC-6"],
  topics: ["iam", "s3", "sts"],
  remediationSteps:
    'Name a role in place of the user, or add Condition {"Bool": {"aws:MultiFactorAuthPresent": "true"}}.',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp",
  options: { ignoredPrincipals: [] },
  example: {
    compliant: [trust({ Bool: { "aws:MultiFactorAuthPresent": "true" } })],
    violating: [trust({})],
  },
  judges: "documents",
  subjects: ["trust", "bucket", "accessPoint", "key"],
  check: (policy, { ignoredPrincipals }) =>
    policy.document.statements.flatMap((statement) => {
      const users = usersOf(statement).filter((arn) => !ignoredPrincipals.includes(arn));
      if (statement.effect === "Deny" || users.length === 0 || asksForMfa(policy, statement)) return [];
      return [
        {
          where: statementName(statement),
          must: `must not allow ${users.join(", ")} without multi-factor authentication`,
          fix: "name a role in place of the user, or add Bool aws:MultiFactorAuthPresent true",
        },
      ];
    }),
};

/** The users that a statement names, as principals or by aws:PrincipalArn. */
function usersOf({ principal, conditions }: Statement): readonly string[] {
  const pinned = conditions.flatMap(({ key, values, operator }) =>
    key.toLowerCase() === "aws:principalarn" && !operator.includes("Not") ? values : [],
  );
  return [...(principal?.aws ?? []), ...pinned].filter((arn) => userArn.test(arn));
}

/** S3 and KMS get the age of the authentication, too; a service between them and the user keeps it. */
function asksForMfa({ subject }: PolicyInResource, statement: Statement): boolean {
  if (limitsToTrue(statement, "aws:MultiFactorAuthPresent")) return true;
  const byAge = statement.conditions.some(
    ({ key, operator, ifExists }) =>
      key.toLowerCase() === "aws:multifactorauthage" && operator.startsWith("NumericLessThan") && !ifExists,
  );
  return byAge || (subject === "key" && limits(statement, "kms:ViaService", () => true));
}

function trust(more: object) {
  return role({
    Sid: "TrustAlice",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${otherAccount}:user/alice` },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": "7f3a9c" }, ...more },
  });
}
