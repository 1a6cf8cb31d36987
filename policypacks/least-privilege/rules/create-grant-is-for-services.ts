import { coversAction } from "../action";
import { limitsToTrue } from "../condition";
import { type PolicyInResource, statementName } from "../document";
import { key, ownAccount } from "../example";
import { onlyRoot, ownerAccount } from "../principal";
import type { Rule } from "../rule";

export const rule: Rule = {
  name: "create-grant-is-for-services",
  displayName: "Grants on a key are for AWS services only",
  description: "A statement that allows kms:CreateGrant must hold it to grants for AWS services.",
  why: "A grant gives anybody, in any account, the use of the key, and stands in no policy.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["kms", "iam"],
  remediationSteps:
    'Add Condition {"Bool": {"kms:GrantIsForAWSResource": "true"}}, or remove kms:CreateGrant.',
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/grant-authorization.html",
  example: {
    compliant: [grant({ Bool: { "kms:GrantIsForAWSResource": "true" } })],
    violating: [grant({})],
  },
  judges: "documents",
  subjects: ["identity", "key"],
  check: (policy) =>
    policy.document.statements
      .filter(({ effect, action }) => effect === "Allow" && coversAction(action, "kms:CreateGrant"))
      .filter((statement) => !limitsToTrue(statement, "kms:GrantIsForAWSResource"))
      .filter((statement) => !isDelegation(policy, statement))
      .map((statement) => ({
        where: statementName(statement),
        must: "must not allow kms:CreateGrant for whomever",
        fix: "add Bool kms:GrantIsForAWSResource true, or remove kms:CreateGrant",
      })),
};

/** The key policy that leaves everything to the IAM policies of the key's own account; those are judged themselves. */
function isDelegation(
  policy: PolicyInResource,
  { principal }: PolicyInResource["document"]["statements"][number],
): boolean {
  const root = policy.subject === "key" ? onlyRoot(principal) : undefined;
  return root !== undefined && root.includes(`::${ownerAccount(policy) ?? "-"}:`);
}

function grant(Condition: object) {
  return key({
    Sid: "AllowDisks",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ownAccount}:role/disks` },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition,
  });
}
