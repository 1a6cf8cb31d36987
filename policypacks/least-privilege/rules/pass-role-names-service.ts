import { coversAction } from "../action";
import { isFixed, limits } from "../condition";
import { statementName } from "../document";
import { ownAccount, rolePolicy } from "../example";
import type { Rule } from "../rule";

export const rule: Rule = {
  name: "pass-role-names-service",
  displayName: "A role may be passed to named services only",
  description: "A statement that allows iam:PassRole must name the service by iam:PassedToService.",
  why: "The role can be passed to any service that runs code, and its permissions used there.",
  severity: "medium",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["iam"],
  remediationSteps: 'Add Condition {"StringEquals": {"iam:PassedToService": SERVICE}}.',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  example: {
    compliant: [pass({ StringEquals: { "iam:PassedToService": "cloudtrail.amazonaws.com" } })],
    violating: [pass({})],
  },
  judges: "documents",
  subjects: ["identity"],
  check: ({ document }) =>
    document.statements
      .filter(({ effect, action }) => effect === "Allow" && coversAction(action, "iam:PassRole"))
      .filter((statement) => !limits(statement, "iam:PassedToService", isFixed))
      .map((statement) => ({
        where: statementName(statement),
        must: "must not allow iam:PassRole to every service",
        fix: "add StringEquals iam:PassedToService with the service that takes the role",
      })),
};

function pass(Condition: object) {
  return rolePolicy({
    Sid: "PassDelivery",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: `arn:aws:iam::${ownAccount}:role/audit-logs`,
    Condition,
  });
}
