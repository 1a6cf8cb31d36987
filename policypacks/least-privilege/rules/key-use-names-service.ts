import { allowedOf } from "../action";
import { isFixed, limits } from "../condition";
import { type PolicyInResource, statementName } from "../document";
import { key, ownAccount } from "../example";
import { onlyRoot, ownerAccount } from "../principal";
import type { Rule } from "../rule";

const uses: readonly string[] = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

export const rule: Rule = {
  name: "key-use-names-service",
  displayName: "A key is used through named services",
  description:
    "A key policy that allows roles or users to use the key must name the service by kms:ViaService.",
  why: "With the key at hand, who holds a copy of encrypted data can decrypt it past the bucket and its policy.",
  severity: "medium",
  level: "advisory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["kms"],
  remediationSteps: 'Add Condition {"StringEquals": {"kms:ViaService": "s3.REGION.amazonaws.com"}}.',
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service",
  options: { ignoredPrincipals: [] },
  example: {
    compliant: [use({ StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } })],
    violating: [use({})],
  },
  judges: "documents",
  subjects: ["key"],
  check: (policy) =>
    policy.document.statements.flatMap((statement) => {
      const { principal } = statement;
      const byPeople = principal?.anyone === true || (principal?.aws.length ?? 0) > 0;
      const actions = allowedOf(statement, uses);
      if (!byPeople || actions.length === 0 || isDelegation(policy, statement)) return [];
      if (limits(statement, "kms:ViaService", isFixed)) return [];
      return [
        {
          where: statementName(statement),
          must: `must not allow ${actions.slice(0, 3).join(", ")} past any service`,
          fix: "add StringEquals kms:ViaService, like s3.REGION.amazonaws.com",
        },
      ];
    }),
};

/** The statement that leaves everything to the IAM policies of the key's own account, as AWS writes it. */
function isDelegation(
  policy: PolicyInResource,
  { principal, action, conditions }: PolicyInResource["document"]["statements"][number],
): boolean {
  const root = onlyRoot(principal);
  return (
    root !== undefined &&
    conditions.length === 0 &&
    action.patterns.includes("kms:*") &&
    root.includes(`::${ownerAccount(policy) ?? "-"}:`)
  );
}

function use(Condition: object) {
  return key({
    Sid: "AllowUse",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ownAccount}:role/reader` },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition,
  });
}
