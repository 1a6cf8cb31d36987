import type { Statement } from "../../../access/model";
import { type PolicyInResource, quoted, statementName } from "../document";
import { rolePolicy } from "../example";
import type { Finding } from "../finding";
import { hasWildcard } from "../pattern";
import { accountOfRoot, onlyRoot, ownerAccount } from "../principal";
import type { Rule } from "../rule";

/**
 * Any `*` or `?` in an action of an Allow, and NotAction in an Allow: what such a statement grants grows with
 * every action that AWS adds. The one exception is `kms:*` for the root of the key's own account in a key
 * policy: without it a key can become unmanageable, and it grants nothing that the account's own IAM policies
 * do not grant.
 */
export const rule: Rule = {
  name: "allow-names-actions",
  displayName: "Allow names each action",
  description: "A statement that allows must name each action, without a wildcard.",
  why: "What a wildcard or NotAction allows grows with every action that AWS adds.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:IAM.21", "FSBP:IAM.1", "CIS-AWS-5.0:1.15", "CIS-AWS-7.0:2.14"],
  topics: ["iam", "s3", "kms"],
  remediationSteps:
    "Replace the wildcard, or NotAction, by the list of the actions that the principal needs.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  options: { ignoredPrincipals: [] },
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
      rolePolicy({ Sid: "Put", Effect: "Allow", Action: "s3:Put*", Resource: "arn:aws:s3:::acme-drop/in/*" }),
    ],
  },
  judges: "documents",
  subjects: ["identity", "trust", "bucket", "accessPoint", "key"],
  check: (policy) =>
    policy.document.statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) => judge(policy, statement)),
};

function judge(policy: PolicyInResource, statement: Statement): readonly Finding[] {
  const where = statementName(statement);
  const fix = "name each action that the principal needs";
  const { negated, patterns } = statement.action;
  if (negated) return [{ where, must: "must not allow by NotAction, which allows every other action", fix }];

  const wild = patterns.filter((pattern) => hasWildcard(pattern));
  if (wild.length === 0 || isKeyAdministration(policy, statement)) return [];
  const must = `must not allow actions by wildcard (${wild.map(quoted).join(", ")})`;
  const root = policy.subject === "key" ? onlyRoot(statement.principal) : undefined;
  return root !== undefined && ownerAccount(policy) === undefined
    ? [
        {
          where,
          must,
          fix: `${fix}, or set allowedAccountIds of the provider to the key's account if this is it`,
        },
      ]
    : [{ where, must, fix }];
}

function isKeyAdministration(policy: PolicyInResource, { principal, action }: Statement): boolean {
  const root = onlyRoot(principal);
  return (
    policy.subject === "key" &&
    root !== undefined &&
    accountOfRoot(root) === ownerAccount(policy) &&
    action.patterns.every((pattern) => pattern.toLowerCase() === "kms:*")
  );
}
