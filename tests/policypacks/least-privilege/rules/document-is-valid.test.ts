/** Proves: that AWS's checks are made of every kind of document, and named. What each check finds is tested in tests/access/check. */
import { rule } from "../../../../policypacks/least-privilege/rules/document-is-valid";
import { bucketPolicy, key, role, rolePolicy } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const put = { Sid: "S", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-drop/in/*" };

ruleTests(rule, {
  message: /must pass AWS's check [A-Z_]+|must be readable/,
  passes: [
    ["a good one", rolePolicy(put)],
    ["what other rules refuse", rolePolicy({ ...put, Action: "iam:PassRole", Resource: "*" })],
    [
      "an action of a service that is not described here",
      rolePolicy({ ...put, Action: "ec2:Anything", Resource: "*" }),
    ],
  ],
  fails: [
    ["a misspelled action", rolePolicy({ ...put, Action: ["s3:GetObject", "s3:PutObjects"] })],
    [
      "a misspelled key",
      rolePolicy({ ...put, Condition: { StringEquals: { "aws:PrincipleOrgID": "o-1" } } }),
    ],
    [
      "a key in two spellings",
      rolePolicy({ ...put, Condition: { StringEquals: { "aws:userid": "a", "aws:UserId": "b" } } }),
    ],
    [
      "a private address",
      bucketPolicy({
        ...put,
        Principal: { AWS: "222222222222" },
        Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      }),
    ],
    [
      "an object, not a text",
      { type: "aws:iam/policy:Policy", props: { policy: { Statement: [{ ...put, Action: "s3:Nothing" }] } } },
    ],
    [
      "in a role's own list",
      {
        type: "aws:iam/role:Role",
        props: {
          inlinePolicies: [
            { name: "a" },
            { name: "b", policy: { Statement: { ...put, Action: "s3:Nothing" } } },
          ],
        },
      },
    ],
    [
      "in a trust policy",
      role({
        Sid: "S",
        Effect: "Allow",
        Principal: { AWS: "222222222222" },
        Action: "sts:AssumeRoleWithSAML",
      }),
    ],
    [
      "in a key policy",
      key({
        Sid: "S",
        Effect: "Allow",
        Principal: { AWS: "222222222222" },
        Action: "kms:Decript",
        Resource: "*",
      }),
    ],
    [
      "in a topic policy",
      {
        type: "aws:sns/topicPolicy:TopicPolicy",
        props: {
          policy:
            '{"Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"sns:Publisch","Resource":"*"}}',
        },
      },
    ],
    ["what cannot be read", { type: "aws:s3/bucketPolicy:BucketPolicy", props: { policy: "{" } }],
  ],
  leavesAlone: [
    ["a property of that name elsewhere", { type: "aws:iot/policy:Policy", props: { policy: "{" } }],
  ],
});
