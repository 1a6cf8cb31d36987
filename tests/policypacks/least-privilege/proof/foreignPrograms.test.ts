/**
 * Programs that were not written for the pack, without any configuration: what is open to everyone or to other accounts
 * is found, and nothing else. Each stands beside its narrow twin.
 */
import assert from "node:assert/strict";
import { rule as noForeign } from "../../../../policypacks/least-privilege/rules/no-foreign-access";
import { rule as noPublic } from "../../../../policypacks/least-privilege/rules/no-public-access";
import { type Given, ownProvider, policy, stackViolations } from "../crossGuard";

const resource = (type: string, name: string, props: Given["props"]): Given => ({
  type,
  name,
  props,
  provider: ownProvider,
});
const bucket = (name: string): Given => resource("aws:s3/bucket:Bucket", name, { bucket: name });
const bucketPolicy = (name: string, ...statements: readonly object[]): Given =>
  resource("aws:s3/bucketPolicy:BucketPolicy", `${name}-policy`, {
    bucket: name,
    policy: policy(...statements),
  });
const role = (name: string, ...statements: readonly object[]): Given =>
  resource("aws:iam/role:Role", name, { name, assumeRolePolicy: policy(...statements) });

const github = "token.actions.githubusercontent.com";
const ciTrust = (subject: string): object => ({
  Sid: "Trust",
  Effect: "Allow",
  Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${github}` },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: {
    StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${github}:sub`]: subject },
  },
});
const read = (principal: unknown, condition?: object): object => ({
  Sid: "Read",
  Effect: "Allow",
  Principal: principal,
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::site/*",
  ...(condition === undefined ? {} : { Condition: condition }),
});
const logs = (account: string): object => ({
  Sid: "Logs",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "s3:PutObject",
  Resource: `arn:aws:s3:::logs/AWSLogs/${account}/*`,
});

const programs: readonly (readonly [what: string, resources: readonly Given[], found: readonly string[]])[] =
  [
    [
      "a static site for everyone",
      [bucket("site"), bucketPolicy("site", read("*"))],
      ["no-public-access site-policy"],
    ],
    [
      "a static site behind CloudFront",
      [
        bucket("site"),
        bucketPolicy(
          "site",
          read(
            { Service: "cloudfront.amazonaws.com" },
            {
              StringEquals: {
                "aws:SourceArn": "arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE",
              },
            },
          ),
        ),
      ],
      [],
    ],
    [
      "central logging for another account",
      [bucket("logs"), bucketPolicy("logs", logs("222222222222"))],
      ["no-foreign-access logs-policy"],
    ],
    ["logging for the own account", [bucket("logs"), bucketPolicy("logs", logs("111111111111"))], []],
    ["a CI role for any repository", [role("ci", ciTrust("*"))], ["no-public-access ci"]],
    ["a CI role for one branch", [role("ci", ciTrust("repo:acme/app:ref:refs/heads/main"))], []],
    [
      "a Lambda function with a log bucket",
      [
        bucket("logs"),
        role("function", {
          Sid: "Trust",
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
        resource("aws:iam/rolePolicy:RolePolicy", "function-logs", {
          name: "logs",
          role: "function",
          policy: policy({ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::logs/*" }),
        }),
      ],
      [],
    ],
  ];

describe("a program that was not written for the pack", () => {
  for (const [what, resources, found] of programs) {
    it(`has the right findings: ${what}`, () => {
      const told = [noForeign, noPublic].flatMap((rule) =>
        stackViolations(rule, resources).map(([name]) => `${rule.name} ${name}`),
      );
      assert.deepEqual(told, found);
    });
  }
});
