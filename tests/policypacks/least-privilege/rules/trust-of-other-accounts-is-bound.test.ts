/** Proves: which trust in another party's account asks for more than an ARN. Not that the external id is hard to guess. */
import { rule } from "../../../../policypacks/least-privilege/rules/trust-of-other-accounts-is-bound";
import { role } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const other = "arn:aws:iam::222222222222:role/export";
const trust = (Condition: object, change: object = {}) =>
  role({
    Sid: "S",
    Effect: "Allow",
    Principal: { AWS: other },
    Action: "sts:AssumeRole",
    Condition,
    ...change,
  });
const inTheirAccount = {
  type: "aws:iam/policy:Policy",
  name: "theirs",
  props: { policy: "{}" },
  provider: { allowedAccountIds: ["222222222222"] },
};

ruleTests(rule, {
  message: /must not trust 222222222222 for its ARN alone/,
  passes: [
    ["with an external id", trust({ StringEquals: { "sts:ExternalId": "x" } })],
    ["with an organization", trust({ StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } })],
    ["with MFA", trust({ Bool: { "aws:MultiFactorAuthPresent": true } })],
    ["one's own account", trust({}, { Principal: { AWS: "arn:aws:iam::111111111111:role/a" } })],
    ["an account that the configuration names", trust({}), { ownAccounts: ["222222222222"] }],
    ["an account that the stack deploys to", [trust({}), inTheirAccount]],
    ["an ignored principal", trust({}), { ignoredPrincipals: [other] }],
    ["a Deny", trust({}, { Effect: "Deny" })],
  ],
  fails: [
    ["a role", trust({})],
    [
      "a root that is pinned",
      trust(
        { ArnEquals: { "aws:PrincipalArn": other } },
        { Principal: { AWS: ["arn:aws:iam::111111111111:role/a", "222222222222"] } },
      ),
    ],
    ["any external id", trust({ StringLike: { "sts:ExternalId": "*" } })],
    ["an external id if there is one", trust({ StringEqualsIfExists: { "sts:ExternalId": "x" } })],
    ["every external id but one", trust({ StringNotEquals: { "sts:ExternalId": "x" } })],
    ["an empty external id", trust({ StringEquals: { "sts:ExternalId": ["x", ""] } })],
    ["no MFA", trust({ Bool: { "aws:MultiFactorAuthPresent": "false" } })],
    ["beside another account that is ours", trust({}), { ownAccounts: ["333333333333"] }],
  ],
  leavesAlone: [
    ["a service", trust({}, { Principal: { Service: "ec2.amazonaws.com" } })],
    [
      "a bucket policy",
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        props: { policy: trust({}, { Resource: "*" }).props["assumeRolePolicy"] },
      },
    ],
  ],
});
