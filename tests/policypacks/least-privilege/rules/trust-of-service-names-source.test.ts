/** Proves: which trust in a service names a source. Not whether the service gives one. */
import { rule } from "../../../../policypacks/least-privilege/rules/trust-of-service-names-source";
import { role } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const trust = (Condition: object, service: unknown = "cloudtrail.amazonaws.com", change: object = {}) =>
  role({
    Sid: "S",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    Condition,
    ...change,
  });

ruleTests(rule, {
  message: /must not trust [\w., -]+ for whomever it acts/,
  passes: [
    ["one account", trust({ StringEquals: { "aws:SourceAccount": "111111111111" } })],
    ["one account, if it is given", trust({ StringEqualsIfExists: { "aws:SourceAccount": "111111111111" } })],
    ["a service to which the role is passed", trust({}, "lambda.amazonaws.com")],
    [
      "a service that the configuration names",
      trust({}, "glue.amazonaws.com"),
      { services: ["glue.amazonaws.com"] },
    ],
    ["a Deny", trust({}, undefined, { Effect: "Deny" })],
  ],
  fails: [
    ["no condition", trust({})],
    ["in a list", trust({}, ["ec2.amazonaws.com", "config.amazonaws.com"])],
    ["every account", trust({ StringLike: { "aws:SourceAccount": "*" } })],
    ["all but one account", trust({ StringNotEquals: { "aws:SourceAccount": "222222222222" } })],
    [
      "a service of the defaults, which the configuration takes away",
      trust({}, "ec2.amazonaws.com"),
      { services: [] },
    ],
  ],
  leavesAlone: [
    [
      "a role",
      role({ Sid: "S", Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sts:AssumeRole" }),
    ],
  ],
});
