/** Proves: that iam:PassRole names a service. Which roles may be passed is allow-names-resources. */
import { rule } from "../../../../policypacks/least-privilege/rules/pass-role-names-service";
import { rolePolicy } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const pass = (change: object) =>
  rolePolicy({
    Sid: "S",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: "arn:aws:iam::111111111111:role/a",
    ...change,
  });
const to = (operator: string, value: unknown) => ({
  Condition: { [operator]: { "iam:PassedToService": value } },
});

ruleTests(rule, {
  message: /must not allow iam:PassRole to every service/,
  passes: [
    ["one service", pass(to("StringEquals", "lambda.amazonaws.com"))],
    ["some services", pass(to("StringEquals", ["lambda.amazonaws.com", "ec2.amazonaws.com"]))],
    ["other actions", pass({ Action: "iam:GetRole" })],
    ["a Deny", pass({ Effect: "Deny" })],
  ],
  fails: [
    ["every service", pass({})],
    ["in a list, another case", pass({ Action: ["iam:GetRole", "IAM:passrole"] })],
    ["by a wildcard", pass({ Action: "iam:*" })],
    ["by NotAction", pass({ Action: undefined, NotAction: "s3:*" })],
    ["services by a wildcard", pass(to("StringLike", "*.amazonaws.com"))],
    ["if there is a service", pass(to("StringEqualsIfExists", "lambda.amazonaws.com"))],
    ["all services but one", pass(to("StringNotEquals", "lambda.amazonaws.com"))],
    ["in a group", { ...pass({}), type: "aws:iam/groupPolicy:GroupPolicy" }],
  ],
  leavesAlone: [
    [
      "a bucket policy",
      {
        ...pass({}),
        type: "aws:s3/bucketPolicy:BucketPolicy",
        props: {
          policy: '{"Statement":{"Effect":"Allow","Principal":"*","Action":"iam:PassRole","Resource":"*"}}',
        },
      },
    ],
  ],
});
