/** Proves: no Allow is for everyone, under any condition and in any spelling. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/allow-names-principals";
import { policy, violations } from "../crossGuard";

const role = "arn:aws:iam::222222222222:role/x";
const put = { Sid: "S", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::b/p/*" };
const onBucket = (statement: object) =>
  violations(rule, { type: "aws:s3/bucketPolicy:BucketPolicy", props: { policy: policy(statement) } });

const refused: readonly (readonly [string, object])[] = [
  ["everyone", { ...put, Principal: "*" }],
  ["everyone, spelled AWS", { ...put, Principal: { AWS: "*" } }],
  ["everyone, hidden in a list", { ...put, Principal: { AWS: [role, "*"] } }],
  [
    "everyone of an organization",
    { ...put, Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a" } } },
  ],
  [
    "everyone whose ARN is one role's",
    { ...put, Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": role } } },
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
