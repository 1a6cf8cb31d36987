import { statementName } from "../document";
import { bucketPolicy, ownAccount } from "../example";
import type { Rule } from "../rule";
import { namesSource, namesSourceIfGiven } from "../serviceSource";

const topicOrKey = /^(cloudwatch|events|sns|logs)\./;

/** Key policies for alarms are judged like trust policies: CloudWatch does not say which alarm asks for a key. */
export const rule: Rule = {
  name: "service-principal-names-source",
  displayName: "A service may act for named sources only",
  description:
    "A statement that allows an AWS service must name the account or resource that the service acts for.",
  why: "Anybody can make the service act for a resource of their own, and so reach this bucket, key or topic through it.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6", "NIST-800-53-r5:AC-4"],
  topics: ["s3", "kms", "sns"],
  remediationSteps:
    'Add Condition {"StringEquals": {"aws:SourceAccount": ACCOUNT}} or aws:SourceArn with the resource; the ARN of a bucket needs the account beside it.',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  options: { services: [] },
  example: {
    compliant: [
      delivery({
        StringEquals: { "aws:SourceArn": `arn:aws:cloudtrail:eu-west-1:${ownAccount}:trail/audit` },
      }),
    ],
    violating: [delivery({ StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } })],
  },
  judges: "documents",
  subjects: ["bucket", "accessPoint", "key", "resource"],
  check: (policy, { services }) =>
    policy.document.statements.flatMap((statement) => {
      const named = statement.principal?.negated === false ? statement.principal.service : [];
      const open = named.filter((service) => !services.includes(service));
      if (statement.effect === "Deny" || open.length === 0 || namesSource(statement)) return [];
      const givesNoSource = policy.subject === "key" && open.every((service) => topicOrKey.test(service));
      if (givesNoSource && namesSourceIfGiven(statement)) return [];
      return [
        {
          where: statementName(statement),
          must: `must not allow ${open.join(", ")} for whomever it acts`,
          fix: "add aws:SourceAccount of the account that it acts for, or aws:SourceArn of a resource in whose ARN the account stands",
        },
      ];
    }),
};

function delivery(Condition: object) {
  return bucketPolicy({
    Sid: "Deliver",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::acme-drop/AWSLogs/${ownAccount}/*`,
    Condition,
  });
}
