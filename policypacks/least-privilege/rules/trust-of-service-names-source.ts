import { statementName } from "../document";
import { ownAccount, role } from "../example";
import type { Rule } from "../rule";
import { namesSourceIfGiven } from "../serviceSource";

/**
 * Services that take a role only of their own account and only from somebody who may pass it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
const passed: readonly string[] = [
  "ec2.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "edgelambda.amazonaws.com",
  "lambda.amazonaws.com",
];

/** Not every service says for whom it assumes a role, so that a condition that an absent key passes is accepted. */
export const rule: Rule = {
  name: "trust-of-service-names-source",
  displayName: "A role trusts a service for named sources only",
  description:
    "A trust policy that allows an AWS service must name the account or resource that it acts for.",
  why: "A resource of another account could make the service assume this role for it.",
  severity: "medium",
  level: "advisory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["iam", "sts"],
  remediationSteps:
    'Add Condition {"StringEquals": {"aws:SourceAccount": ACCOUNT}} or aws:SourceArn with the resource.',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention",
  options: { services: passed },
  example: {
    compliant: [trust({ StringEquals: { "aws:SourceAccount": ownAccount } })],
    violating: [trust({})],
  },
  judges: "documents",
  subjects: ["trust"],
  check: ({ document }, { services }) =>
    document.statements.flatMap((statement) => {
      const open = (statement.principal?.service ?? []).filter((service) => !services.includes(service));
      return statement.effect === "Deny" || open.length === 0 || namesSourceIfGiven(statement)
        ? []
        : [
            {
              where: statementName(statement),
              must: `must not trust ${open.join(", ")} for whomever it acts`,
              fix: "add aws:SourceAccount or aws:SourceArn, with IfExists where the service does not give it",
            },
          ];
    }),
};

function trust(Condition: object) {
  return role({
    Sid: "TrustTrail",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition,
  });
}
