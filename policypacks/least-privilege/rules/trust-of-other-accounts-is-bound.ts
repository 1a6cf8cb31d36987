import type { Statement } from "../../../access/model";
import { isFixed, limits, limitsToTrue } from "../condition";
import { documentsOf, statementName } from "../document";
import { otherAccount, role } from "../example";
import { accountsOf } from "../principal";
import type { FoundResource } from "../resource";
import type { Rule, StackFinding } from "../rule";

/** The accounts that the stack itself deploys to count as ours; a stack rule, since one resource does not know them. */
export const rule: Rule = {
  name: "trust-of-other-accounts-is-bound",
  displayName: "A role that trusts another party's account asks for more than its ARN",
  description:
    "A trust policy that allows an account which is not ours must ask for an external id, an organization or MFA.",
  why: "The other party can be made to use our role for a customer of its own that merely knows the role's ARN.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6", "NIST-800-53-r5:AC-4"],
  topics: ["iam", "sts"],
  remediationSteps:
    "Add StringEquals sts:ExternalId, or aws:PrincipalOrgID where the account is of one's own organization; or name it in ownAccounts.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
  options: { ownAccounts: [], ignoredPrincipals: [] },
  example: {
    compliant: [trust({ StringEquals: { "sts:ExternalId": "shipper-7f3a9c" } })],
    violating: [trust({})],
  },
  judges: "stack",
  check: (resources, { ownAccounts, ignoredPrincipals }) => {
    const own = new Set([...ownAccounts, ...resources.flatMap(({ accountId }) => accountId ?? [])]);
    return resources.flatMap((resource) =>
      documentsOf(resource, ["trust"]).flatMap((found): readonly StackFinding[] =>
        found.state === "read"
          ? found.policy.document.statements.flatMap((statement) =>
              judge(resource, found.policy.path, statement, own, ignoredPrincipals),
            )
          : [],
      ),
    );
  },
};

function judge(
  resource: FoundResource,
  path: string,
  statement: Statement,
  own: ReadonlySet<string>,
  ignored: readonly string[],
): readonly StackFinding[] {
  const { effect, principal } = statement;
  if (effect === "Deny" || principal === undefined || isBound(statement)) return [];
  if (principal.aws.length > 0 && principal.aws.every((arn) => ignored.includes(arn))) return [];
  const others = accountsOf(statement).filter((account) => !own.has(account));
  if (others.length === 0) return [];
  return [
    {
      resource,
      where: `${path}, ${statementName(statement)}`,
      must: `must not trust ${others.join(", ")} for its ARN alone`,
      fix: "add StringEquals sts:ExternalId or aws:PrincipalOrgID, or name the account in ownAccounts",
    },
  ];
}

function isBound(statement: Statement): boolean {
  return (
    ["sts:ExternalId", "aws:PrincipalOrgID"].some((key) => limits(statement, key, isFixed)) ||
    limitsToTrue(statement, "aws:MultiFactorAuthPresent")
  );
}

function trust(more: object) {
  const Condition = {
    ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${otherAccount}:role/export` },
    ...more,
  };
  return role({
    Sid: "TrustShipper",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${otherAccount}:root` },
    Action: "sts:AssumeRole",
    Condition,
  });
}
