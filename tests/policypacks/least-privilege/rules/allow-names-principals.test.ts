/**
 * Proves: no Allow is for everyone, in any spelling, unless a condition names who remains. Whether those are pinned to
 * roles and users is account-root-is-pinned's to say.
 */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/allow-names-principals";
import { ownAccount, ownProvider, policy, violations } from "../crossGuard";

const role = "arn:aws:iam::222222222222:role/x";
const put = { Sid: "S", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::b/p/*" };
const onBucket = (statement: object) =>
  violations(rule, {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    props: { policy: policy(statement) },
    provider: ownProvider,
  });

const refused: readonly (readonly [string, object])[] = [
  ["everyone", { ...put, Principal: "*" }],
  ["everyone, spelled AWS", { ...put, Principal: { AWS: "*" } }],
  ["everyone, hidden in a list", { ...put, Principal: { AWS: [role, "*"] } }],
  [
    "everyone of any organization",
    { ...put, Principal: "*", Condition: { StringLike: { "aws:PrincipalOrgID": "o-*" } } },
  ],
  [
    "everyone of an organization, or of none",
    { ...put, Principal: "*", Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a" } } },
  ],
  [
    "everyone outside an organization",
    { ...put, Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a" } } },
  ],
  [
    "everyone of the organization that it is in",
    {
      ...put,
      Principal: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "${aws:PrincipalOrgID}" } },
    },
  ],
  [
    "everyone whose account is among those of no request",
    {
      ...put,
      Principal: "*",
      Condition: { "ForAllValues:StringEquals": { "aws:PrincipalAccount": "222222222222" } },
    },
  ],
  [
    "everyone whose role has a name",
    { ...put, Principal: "*", Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/x" } } },
  ],
  [
    "everyone from an address",
    { ...put, Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } },
  ],
  [
    "everyone through another account's access points",
    { ...put, Principal: "*", Condition: { StringEquals: { "s3:DataAccessPointAccount": "222222222222" } } },
  ],
  ["everyone else", { ...put, NotPrincipal: { AWS: role } }],
];

describe("allow-names-principals", () => {
  for (const [what, statement] of refused) {
    it(`refuses: ${what}`, () => {
      const [message, ...more] = onBucket(statement);
      assert.match(message ?? "", /policy, statement "S" must not allow .*: name the ARNs/);
      assert.deepEqual(more, []);
    });

    it(`accepts a denial of: ${what}`, () => {
      assert.deepEqual(onBucket({ ...statement, Effect: "Deny" }), []);
    });
  }

  const named: readonly (readonly [string, object])[] = [
    ["an organization", { StringEquals: { "aws:PrincipalOrgID": "o-a" } }],
    ["an account", { StringEquals: { "AWS:principalaccount": ["222222222222", "333333333333"] } }],
    ["one role", { ArnEquals: { "aws:PrincipalArn": role } }],
    ["the owner's access points", { StringEquals: { "s3:DataAccessPointAccount": ownAccount } }],
  ];
  for (const [who, Condition] of named) {
    it(`accepts everyone under a condition that names ${who}`, () => {
      assert.deepEqual(onBucket({ ...put, Principal: "*", Condition }), []);
    });
  }

  it("refuses the owner's access points where the owner is not known, and in other policies", () => {
    const Condition = { StringEquals: { "s3:DataAccessPointAccount": ownAccount } };
    const document = policy({ ...put, Principal: "*", Condition });
    const bucket = { type: "aws:s3/bucketPolicy:BucketPolicy", props: { policy: document } };
    assert.equal(violations(rule, bucket).length, 1);
    const point = { type: "aws:s3/accessPoint:AccessPoint", props: { policy: document } };
    assert.equal(violations(rule, { ...point, provider: ownProvider }).length, 1);
  });

  it("accepts principals that are named", () => {
    const named: readonly object[] = [
      { AWS: role },
      { AWS: [role, "222222222222"] },
      { Service: "cloudtrail.amazonaws.com" },
      { Federated: "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" },
      { CanonicalUser: "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be" },
    ];
    for (const Principal of named) assert.deepEqual(onBucket({ ...put, Principal }), []);
  });

  it("refuses everyone in trust, in a key policy and in an access point's", () => {
    const assume = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
    const use = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
    const point = { ...put, Principal: "*" };
    for (const [type, props] of [
      ["aws:iam/role:Role", { assumeRolePolicy: policy(assume) }],
      ["aws:kms/key:Key", { policy: policy(use) }],
      ["aws:s3/accessPoint:AccessPoint", { policy: policy(point) }],
      [
        "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
        { details: { policy: policy(point) } },
      ],
    ] as const) {
      assert.equal(violations(rule, { type, props }).length, 1, type);
    }
  });

  it("refuses a wildcard inside a principal as unreadable", () => {
    const partial = [
      { AWS: "arn:aws:iam::222222222222:*" },
      { AWS: "arn:aws:iam::*:root" },
      { Service: "*" },
    ];
    for (const Principal of partial) {
      assert.match(
        onBucket({ ...put, Principal }).join("\n"),
        /must be readable as a policy document: .*wildcard/,
      );
    }
  });
});
