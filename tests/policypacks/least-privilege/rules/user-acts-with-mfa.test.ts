/** Proves: which statements let a user act without MFA. Not what the user's own policies say. */
import { rule } from "../../../../policypacks/least-privilege/rules/user-acts-with-mfa";
import { bucketPolicy, role } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const alice = "arn:aws:iam::222222222222:user/team/alice";
const trust = (Condition: object, change: object = {}) =>
  role({
    Sid: "S",
    Effect: "Allow",
    Principal: { AWS: alice },
    Action: "sts:AssumeRole",
    Condition,
    ...change,
  });
const pinned = { ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::222222222222:role/a", alice] } };

ruleTests(rule, {
  message: /must not allow arn:aws:iam::222222222222:user\/\S+ without multi-factor authentication/,
  passes: [
    ["with MFA", trust({ Bool: { "aws:MultiFactorAuthPresent": "true" } })],
    ["with fresh MFA", trust({ NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } })],
    ["a role", trust({}, { Principal: { AWS: "arn:aws:iam::222222222222:role/a" } })],
    ["an ignored user", trust({}), { ignoredPrincipals: [alice] }],
    [
      "an ignored user that is pinned",
      trust(pinned, { Principal: { AWS: "222222222222" } }),
      { ignoredPrincipals: [alice] },
    ],
    ["a Deny", trust({}, { Effect: "Deny" })],
  ],
  fails: [
    ["no condition", trust({})],
    ["in a list", trust({}, { Principal: { AWS: ["arn:aws:iam::222222222222:role/a", alice] } })],
    ["pinned by aws:PrincipalArn", trust(pinned, { Principal: { AWS: "222222222222" } })],
    [
      "every user, by a wildcard",
      trust(
        { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:user/*" } },
        { Principal: { AWS: "222222222222" } },
      ),
    ],
    ["if MFA is said", trust({ BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } })],
    ["without MFA", trust({ Bool: { "aws:MultiFactorAuthPresent": "false" } })],
    [
      "in a bucket policy",
      bucketPolicy({
        Sid: "S",
        Effect: "Allow",
        Principal: { AWS: alice },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-drop/in/*",
      }),
    ],
    [
      "another user than the ignored one",
      trust({}),
      { ignoredPrincipals: ["arn:aws:iam::222222222222:user/bob"] },
    ],
  ],
  leavesAlone: [["a user itself", { type: "aws:iam/user:User", props: { name: "alice" } }]],
});
