/** Proves: which statements hold a service to named sources. Not that the source is the right one. */
import { rule } from "../../../../policypacks/least-privilege/rules/service-principal-names-source";
import { bucketPolicy, key } from "../../../../policypacks/least-privilege/example";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const base = {
  Sid: "S",
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::acme-drop/AWSLogs/*",
};
const when = (Condition: object, change: object = {}) => bucketPolicy({ ...base, Condition, ...change });
const keyFor = (service: string, Condition: object) =>
  key({ ...base, Principal: { Service: service }, Action: "kms:GenerateDataKey", Resource: "*", Condition });
const permission = (more: object) => ({
  type: "aws:lambda/permission:Permission",
  props: { action: "lambda:InvokeFunction", function: "thumbnails", principal: "s3.amazonaws.com", ...more },
});
const bucketArn = "arn:aws:s3:::acme-source";

ruleTests(rule, {
  message: /must not allow [\w., -]+ for whomever it acts|must be known/,
  passes: [
    [
      "one trail",
      when({ StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111111111111:trail/a" } }),
    ],
    ["one account, another case", when({ stringequals: { "AWS:sourceaccount": "111111111111" } })],
    ["an organization", when({ StringEquals: { "aws:SourceOrgID": "o-abc1234567" } })],
    [
      "trails of one account",
      when({ ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:111111111111:trail/*" } }),
    ],
    [
      "one bucket of one account",
      when({
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-source" },
        StringEquals: { "aws:SourceAccount": "111111111111" },
      }),
    ],
    [
      "the context of a key",
      keyFor("logs.eu-west-1.amazonaws.com", {
        ArnEquals: {
          "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111111111111:log-group:a",
        },
      }),
    ],
    ["a service that the configuration names", when({}), { services: ["cloudtrail.amazonaws.com"] }],
    ["a role", bucketPolicy({ ...base, Principal: { AWS: "arn:aws:iam::111111111111:role/a" } })],
    ["a Deny", when({}, { Effect: "Deny" })],
    [
      "a bucket of one account that calls a function",
      permission({ sourceArn: bucketArn, sourceAccount: "111111111111" }),
    ],
    [
      "a rule of one account that calls a function that is not made yet",
      permission({
        function: unknownText,
        principal: "events.amazonaws.com",
        sourceArn: "arn:aws:events:eu-west-1:111111111111:rule/nightly",
      }),
    ],
    [
      "one skill that calls a function",
      permission({ principal: "alexa-appkit.amazon.com", eventSourceToken: "amzn1.ask.skill.0a1b" }),
    ],
    ["a role that calls a function", permission({ principal: "arn:aws:iam::111111111111:role/a" })],
    ["an account that calls a function", permission({ principal: "111111111111" })],
  ],
  fails: [
    [
      "one bucket, whose name another account may take",
      when({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-source" } }),
    ],
    ["no condition", when({})],
    ["any bucket that calls a function", permission({})],
    ["a bucket of whichever account that calls a function", permission({ sourceArn: bucketArn })],
    ["any skill that calls a function", permission({ principal: "alexa-appkit.amazon.com" })],
    ["a source of a function that is not known", permission({ sourceArn: unknownText })],
    ["another condition", when({ StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } })],
    ["every account", when({ ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/*" } })],
    ["every bucket", when({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } })],
    ["one good value and a wildcard", when({ StringLike: { "aws:SourceAccount": ["111111111111", "*"] } })],
    ["all accounts but one", when({ StringNotEquals: { "aws:SourceAccount": "222222222222" } })],
    ["if it is given", when({ StringEqualsIfExists: { "aws:SourceAccount": "111111111111" } })],
    [
      "for all values, of which there may be none",
      when({ "ForAllValues:StringEquals": { "aws:SourceAccount": "111111111111" } }),
    ],
    ["a policy variable", when({ StringEquals: { "aws:SourceAccount": "${aws:PrincipalAccount}" } })],
    [
      "beside a role",
      when(
        {},
        { Principal: { AWS: "111111111111", Service: ["cloudtrail.amazonaws.com", "config.amazonaws.com"] } },
      ),
    ],
    ["of a key", keyFor("cloudtrail.amazonaws.com", {})],
    [
      "of a key if it is given, where the service gives it",
      keyFor("cloudtrail.amazonaws.com", { StringEqualsIfExists: { "aws:SourceAccount": "111111111111" } }),
    ],
    [
      "of a topic",
      {
        type: "aws:sns/topic:Topic",
        props: {
          policy:
            '{"Statement":{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sns:Publish","Resource":"*"}}',
        },
      },
    ],
    [
      "of a queue",
      {
        type: "aws:sqs/queuePolicy:QueuePolicy",
        props: {
          policy:
            '{"Statement":{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}}',
        },
      },
    ],
  ],
  leavesAlone: [
    [
      "a trust policy",
      {
        type: "aws:iam/role:Role",
        props: {
          assumeRolePolicy:
            '{"Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}',
        },
      },
    ],
  ],
});
