/**
 * Proves: an account as principal is accepted only where aws:PrincipalArn names roles or users of it, and that
 * of the owner only outside trust. Does not prove that AWS decides so; that is the access analysis.
 */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/account-root-is-pinned";
import { ownAccount, ownProvider, policy, violations } from "../crossGuard";

const root = "arn:aws:iam::222222222222:root";
const uploader = "arn:aws:iam::222222222222:role/app/uploader";
const alice = "arn:aws:iam::222222222222:user/alice";
const sso = "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com";
const inOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } };
const pinned = { ArnEquals: { "aws:PrincipalArn": [uploader, alice] } };

function trust(principal: unknown, condition: object = {}, effect = "Allow"): readonly string[] {
  const statement = {
    Sid: "Trust",
    Effect: effect,
    Principal: principal,
    Action: "sts:AssumeRole",
    Condition: condition,
  };
  return violations(rule, { type: "aws:iam/role:Role", props: { assumeRolePolicy: policy(statement) } });
}

const accepted: readonly (readonly [string, unknown, object])[] = [
  ["the root with its uploaders pinned", { AWS: root }, pinned],
  ["the account id with its uploaders pinned", { AWS: "222222222222" }, pinned],
  ["a condition key in another case", { AWS: root }, { ArnEquals: { "AWS:principalarn": uploader } }],
  ["ArnLike with whole ARNs", { AWS: root }, { ArnLike: { "aws:PrincipalArn": uploader } }],
  ["StringEquals with whole ARNs", { AWS: root }, { StringEquals: { "aws:PrincipalArn": uploader } }],
  ["StringLike with whole ARNs", { AWS: root }, { StringLike: { "aws:PrincipalArn": uploader } }],
  [
    "further conditions, which narrow",
    { AWS: [root] },
    { ...pinned, StringEquals: { "sts:ExternalId": "x", "aws:PrincipalOrgID": "o-abc1234567" } },
  ],
  [
    "two accounts, both pinned",
    { AWS: [root, "arn:aws:iam::333333333333:root"] },
    { ArnEquals: { "aws:PrincipalArn": [uploader, "arn:aws:iam::333333333333:role/x"] } },
  ],
  [
    "the roles of a permission set",
    { AWS: root },
    {
      ArnLike: {
        "aws:PrincipalArn": [
          `${sso}/AWSReservedSSO_Up_${"?".repeat(16)}`,
          `${sso}/*/AWSReservedSSO_Up_${"?".repeat(16)}`,
        ],
      },
    },
  ],
  [
    "everyone of an organization with a named role",
    { AWS: "*" },
    { ...inOrganization, ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app/uploader" } },
  ],
  ["everyone with named roles", { AWS: "*" }, pinned],
  ["everyone without a condition, of which allow-names-principals tells", { AWS: "*" }, {}],
  ["a role", { AWS: uploader }, {}],
  ["a service", { Service: "cloudtrail.amazonaws.com" }, {}],
];

const refused: readonly (readonly [string, unknown, object, RegExp])[] = [
  ["the root", { AWS: root }, {}, /no condition on aws:PrincipalArn/],
  ["the account id", { AWS: "222222222222" }, {}, /no condition/],
  ["the root behind a role", { AWS: [uploader, root] }, {}, /no condition/],
  ["the root in another partition", { AWS: "arn:aws-cn:iam::222222222222:root" }, {}, /no condition/],
  ["only an external id", { AWS: root }, { StringEquals: { "sts:ExternalId": "x" } }, /no condition/],
  ["only an organization", { AWS: root }, { StringEquals: { "aws:PrincipalOrgID": "o-a" } }, /no condition/],
  ["another key", { AWS: root }, { ArnEquals: { "aws:SourceArn": uploader } }, /no condition/],
  ["every ARN", { AWS: root }, { ArnLike: { "aws:PrincipalArn": "*" } }, /not the ARN of one/],
  [
    "every ARN of the account",
    { AWS: root },
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:*" } },
    /not the ARN of one/,
  ],
  [
    "a wildcard in a role",
    { AWS: root },
    { StringLike: { "aws:PrincipalArn": `${uploader}*` } },
    /not the ARN of one/,
  ],
  [
    "a single-character wildcard",
    { AWS: root },
    { ArnEquals: { "aws:PrincipalArn": `${uploader}?` } },
    /not the ARN of one/,
  ],
  [
    "a wildcard behind a whole ARN",
    { AWS: root },
    { ArnLike: { "aws:PrincipalArn": [uploader, "*"] } },
    /not the ARN of one/,
  ],
  ["the root itself", { AWS: root }, { ArnEquals: { "aws:PrincipalArn": root } }, /not the ARN of one/],
  [
    "a session",
    { AWS: root },
    { ArnEquals: { "aws:PrincipalArn": "arn:aws:sts::222222222222:assumed-role/a/b" } },
    /not the ARN of one/,
  ],
  [
    "the key compared with itself",
    { AWS: root },
    { StringEquals: { "aws:PrincipalArn": "${aws:PrincipalArn}" } },
    /not the ARN of one/,
  ],
  [
    "a variable in the role",
    { AWS: root },
    { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/${aws:PrincipalTag/t}" } },
    /not the ARN of one/,
  ],
  [
    "a role of another account",
    { AWS: root },
    { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::333333333333:role/x" } },
    /of an account that the Principal does not name/,
  ],
  [
    "nobody of one of two accounts",
    { AWS: [root, "333333333333"] },
    pinned,
    /names nobody of arn:aws:iam::333333333333:root/,
  ],
  [
    "ArnEqualsIfExists",
    { AWS: root },
    { ArnEqualsIfExists: { "aws:PrincipalArn": uploader } },
    /ArnEqualsIfExists does not pin/,
  ],
  [
    "StringLikeIfExists",
    { AWS: root },
    { StringLikeIfExists: { "aws:PrincipalArn": uploader } },
    /does not pin/,
  ],
  [
    "ForAnyValue",
    { AWS: root },
    { "ForAnyValue:ArnEquals": { "aws:PrincipalArn": uploader } },
    /ForAnyValue:ArnEquals does not pin/,
  ],
  [
    "ForAllValues",
    { AWS: root },
    { "ForAllValues:ArnEquals": { "aws:PrincipalArn": uploader } },
    /does not pin/,
  ],
  ["ArnNotEquals", { AWS: root }, { ArnNotEquals: { "aws:PrincipalArn": uploader } }, /does not pin/],
  ["StringNotLike", { AWS: root }, { StringNotLike: { "aws:PrincipalArn": uploader } }, /does not pin/],
  [
    "a permission set with more behind it",
    { AWS: root },
    { ArnLike: { "aws:PrincipalArn": `${sso}/AWSReservedSSO_Up_*` } },
    /not the ARN of one/,
  ],
  [
    "16 characters elsewhere",
    { AWS: root },
    { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::222222222222:role/AWSReservedSSO_Up_${"?".repeat(16)}` } },
    /not the ARN of one/,
  ],
  ["everyone of an organization", { AWS: "*" }, inOrganization, /no condition on aws:PrincipalArn/],
  [
    "a role's name in any account",
    { AWS: "*" },
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app/uploader" } },
    /not the ARN of one/,
  ],
  [
    "a role's name in any account of an organization, as text",
    { AWS: "*" },
    {
      StringEquals: { "aws:PrincipalOrgID": "o-a" },
      StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app/uploader" },
    },
    /not the ARN of one/,
  ],
  [
    "a role's name in any account of any organization",
    { AWS: "*" },
    {
      StringLike: { "aws:PrincipalOrgID": "o-*" },
      ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app/uploader" },
    },
    /not the ARN of one/,
  ],
  [
    "a role's name in any account under an account's root",
    { AWS: root },
    { ...inOrganization, ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app/uploader" } },
    /not the ARN of one/,
  ],
  ["Null", { AWS: root }, { Null: { "aws:PrincipalArn": "false" } }, /does not pin/],
];

describe("account-root-is-pinned", () => {
  for (const [what, principal, condition] of accepted) {
    it(`accepts in trust: ${what}`, () => {
      assert.deepEqual(trust(principal, condition), []);
    });
  }

  for (const [what, principal, condition, reason] of refused) {
    it(`refuses in trust: ${what}`, () => {
      const [message, ...more] = trust(principal, condition);
      assert.match(
        message ?? "",
        /^r \(aws:iam\/role:Role\): assumeRolePolicy, statement "Trust" must not allow/,
      );
      assert.match(message ?? "", reason);
      assert.deepEqual(more, []);
    });
  }

  it("accepts in trust: a denial of the account", () => {
    assert.deepEqual(trust({ AWS: root }, {}, "Deny"), []);
  });

  it("refuses the own account in trust, too", () => {
    const assumeRolePolicy = policy({
      Effect: "Allow",
      Principal: { AWS: ownAccount },
      Action: "sts:AssumeRole",
    });
    const given = { type: "aws:iam/role:Role", props: { assumeRolePolicy }, provider: ownProvider };
    assert.match(violations(rule, given).join("\n"), /Statement\[0\] must not allow everybody of/);
  });

  const get = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/x/*" };
  for (const type of [
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketV2:BucketV2",
  ]) {
    it(`refuses another account's root in ${type} and accepts the owner's`, () => {
      const given = (account: string) => ({
        type,
        props: { policy: policy({ ...get, Principal: { AWS: account } }) },
        provider: ownProvider,
      });
      assert.equal(violations(rule, given("222222222222")).length, 1);
      assert.deepEqual(violations(rule, given(ownAccount)), []);
    });
  }

  it("refuses any bare root in a bucket policy whose owner is not known", () => {
    const props = { policy: policy({ ...get, Principal: { AWS: ownAccount } }) };
    assert.equal(violations(rule, { type: "aws:s3/bucketPolicy:BucketPolicy", props }).length, 1);
  });
});

describe("account-root-is-pinned in key policies", () => {
  const own = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ownAccount}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  const foreign = { ...own, Principal: { AWS: root } };
  const use = { ...foreign, Action: "kms:GenerateDataKey" };
  const key = (props: object, provider?: object) =>
    violations(rule, {
      type: "aws:kms/key:Key",
      props: { ...props },
      ...(provider === undefined ? {} : { provider: { ...provider } }),
    });

  it("accept the root of the account that the provider is bound to, and no other", () => {
    const deployRole = { assumeRoles: [{ roleArn: `arn:aws:iam::${ownAccount}:role/deploy` }] };
    const asText = { allowedAccountIds: JSON.stringify([ownAccount]) };
    for (const provider of [ownProvider, asText, deployRole]) {
      assert.deepEqual(key({ policy: policy(own) }, provider), []);
      assert.equal(key({ policy: policy(foreign) }, provider).length, 1);
      assert.equal(key({ policy: policy(own, use) }, provider).length, 1);
    }
  });

  it("accept the only account that may change the policy where the provider does not say", () => {
    assert.deepEqual(key({ policy: policy(own) }), []);
    assert.match(key({ policy: policy(own, use) }).join("\n"), /Statement\[1\] .*222222222222/);
  });

  it("accept no root where two accounts may change the policy, or KMS is told not to check", () => {
    assert.equal(key({ policy: policy(own, foreign) }).length, 2);
    assert.equal(key({ policy: policy(own), bypassPolicyLockoutSafetyCheck: true }).length, 1);
    assert.equal(key({ policy: policy(own, { ...use, Action: "kms:put*" }) }).length, 2);
  });

  it("accept a foreign root that is pinned", () => {
    assert.deepEqual(key({ policy: policy(own, { ...use, Condition: pinned }) }, ownProvider), []);
  });
});
