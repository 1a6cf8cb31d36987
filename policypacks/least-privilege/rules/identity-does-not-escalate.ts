import { allowedOf, deniesAlways } from "../action";
import { statementName } from "../document";
import { ownAccount, rolePolicy } from "../example";
import type { Rule } from "../rule";

/**
 * Actions by which a principal gives itself, or somebody whose credentials it can get, more than it has.
 *
 * Passing a role is judged by `pass-role-names-service` and `allow-names-resources`.
 */
const escalating: readonly string[] = [
  "glue:UpdateDevEndpoint",
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreatePolicyVersion",
  "iam:CreateServiceSpecificCredential",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutGroupPolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
  "lambda:UpdateFunctionCode",
  "sso:AttachManagedPolicyToPermissionSet",
  "sso:PutInlinePolicyToPermissionSet",
];

/** Conditions that keep what is given within bounds that somebody else has set. */
const bounding: ReadonlySet<string> = new Set(["iam:permissionsboundary", "iam:policyarn"]);

export const rule: Rule = {
  name: "identity-does-not-escalate",
  displayName: "A policy does not let its holder give itself more",
  description:
    "An identity policy must not allow to change permissions, unless a permissions boundary or the policy to attach is named.",
  why: "Whoever may change permissions has, one request later, all of them.",
  severity: "critical",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6", "FSBP:IAM.1", "CIS-AWS-5.0:1.15", "CIS-AWS-7.0:2.14"],
  topics: ["iam"],
  remediationSteps:
    "Remove these actions, or add a condition on iam:PermissionsBoundary, or on iam:PolicyARN for what is attached.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate",
  example: {
    compliant: [
      rolePolicy({
        Sid: "MakeRoles",
        Effect: "Allow",
        Action: "iam:AttachRolePolicy",
        Resource: `arn:aws:iam::${ownAccount}:role/app-writer`,
        Condition: { ArnEquals: { "iam:PolicyARN": `arn:aws:iam::${ownAccount}:policy/app-put` } },
      }),
    ],
    violating: [
      rolePolicy({
        Sid: "MakeRoles",
        Effect: "Allow",
        Action: "iam:AttachRolePolicy",
        Resource: `arn:aws:iam::${ownAccount}:role/app-writer`,
      }),
    ],
  },
  judges: "documents",
  subjects: ["identity"],
  check: ({ document }) =>
    document.statements.flatMap((statement) => {
      const actions = allowedOf(statement, escalating).filter((action) => !deniesAlways(document, action));
      const bounded = statement.conditions.some(
        ({ key, ifExists, operator }) =>
          bounding.has(key.toLowerCase()) && !ifExists && !operator.includes("Not") && operator !== "Null",
      );
      if (actions.length === 0 || bounded) return [];
      const shown = actions.length > 4 ? `${actions.slice(0, 4).join(", ")} and more` : actions.join(", ");
      return [
        {
          where: statementName(statement),
          must: `must not allow its holder to change permissions (${shown})`,
          fix: "remove these actions, or add a condition on iam:PermissionsBoundary or iam:PolicyARN",
        },
      ];
    }),
};
