/**
 * Proves: what counts as a full denial of plain HTTP for one bucket. Does not prove that the bucket has a
 * policy; that is bucket-has-policy.
 */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-policy-denies-plain-http";
import { policy, unknownText, violations } from "../crossGuard";

const bucketArn = "arn:aws:s3:::drop";
const deny = {
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:*"],
  Resource: [bucketArn, `${bucketArn}/*`],
  Condition: { Bool: { "aws:SecureTransport": ["false"] } },
};
const denyOldTls = { ...deny, Sid: "DenyOldTls", Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } };

function judge(statements: readonly object[], bucket: unknown = "drop"): readonly string[] {
  const props = { bucket, policy: policy(...statements) };
  return violations(rule, { type: "aws:s3/bucketPolicy:BucketPolicy", props });
}

const accepted: readonly (readonly [string, readonly object[]])[] = [
  ["the statement", [deny]],
  ["beside others", [denyOldTls, deny]],
  ["everyone, spelled AWS", [{ ...deny, Principal: { AWS: "*" } }]],
  ["every action of every service", [{ ...deny, Action: "*" }]],
  ["another case", [{ ...deny, Action: "S3:*", Condition: { bool: { "AWS:securetransport": false } } }]],
  ["BoolIfExists", [{ ...deny, Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } }]],
  ["every resource", [{ ...deny, Resource: "*" }]],
  ["every bucket", [{ ...deny, Resource: "arn:aws:s3:::*" }]],
  ["one pattern for bucket and objects", [{ ...deny, Resource: `${bucketArn}*` }]],
  [
    "bucket and objects apart",
    [
      { ...deny, Sid: "A", Resource: bucketArn },
      { ...deny, Sid: "B", Resource: `${bucketArn}/*` },
    ],
  ],
  ["another partition", [{ ...deny, Resource: ["arn:aws-cn:s3:::drop", "arn:aws-cn:s3:::drop/*"] }]],
];

const refused: readonly (readonly [string, readonly object[]])[] = [
  ["nothing of it", [denyOldTls]],
  [
    "an Allow over TLS only",
    [
      {
        ...deny,
        Effect: "Allow",
        Principal: { AWS: "222222222222" },
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ],
  ],
  ["an Allow of plain HTTP", [{ ...deny, Effect: "Allow" }]],
  ["TLS denied", [{ ...deny, Condition: { Bool: { "aws:SecureTransport": "true" } } }]],
  ["the key absent", [{ ...deny, Condition: { Null: { "aws:SecureTransport": "true" } } }]],
  ["no condition", [{ ...deny, Condition: {} }]],
  [
    "a further condition",
    [
      {
        ...deny,
        Condition: { ...deny.Condition, StringNotEquals: { "aws:PrincipalAccount": "222222222222" } },
      },
    ],
  ],
  [
    "a further key",
    [{ ...deny, Condition: { Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "false" } } }],
  ],
  [
    "the key in two spellings",
    [{ ...deny, Condition: { Bool: { "aws:SecureTransport": "false", "aws:securetransport": "true" } } }],
  ],
  ["one principal", [{ ...deny, Principal: { AWS: "222222222222" } }]],
  ["everyone but one", [{ ...deny, Principal: undefined, NotPrincipal: { AWS: "222222222222" } }]],
  ["one action", [{ ...deny, Action: "s3:PutObject" }]],
  ["some actions", [{ ...deny, Action: ["s3:Get*", "s3:Put*"] }]],
  ["all actions but some", [{ ...deny, Action: undefined, NotAction: "s3:ListBucket" }]],
  ["all resources but some", [{ ...deny, Resource: undefined, NotResource: `${bucketArn}/x` }]],
  ["objects only", [{ ...deny, Resource: `${bucketArn}/*` }]],
  ["the bucket only", [{ ...deny, Resource: bucketArn }]],
  ["one prefix", [{ ...deny, Resource: [bucketArn, `${bucketArn}/marketing/*`] }]],
  ["some objects", [{ ...deny, Resource: [bucketArn, `${bucketArn}/*.csv`] }]],
  ["everyone but everyone", [{ ...deny, Principal: undefined, NotPrincipal: "*" }]],
  ["all resources but these", [{ ...deny, Resource: undefined, NotResource: deny.Resource }]],
  ["one object without a name", [{ ...deny, Resource: [bucketArn, `${bucketArn}/`] }]],
  ["a set operator", [{ ...deny, Condition: { "ForAllValues:Bool": { "aws:SecureTransport": "false" } } }]],
  ["another bucket", [{ ...deny, Resource: ["arn:aws:s3:::other", "arn:aws:s3:::other/*"] }]],
];

describe("bucket-policy-denies-plain-http", () => {
  for (const [what, statements] of accepted) {
    it(`accepts: ${what}`, () => {
      assert.deepEqual(judge(statements), []);
      assert.deepEqual(judge(statements, unknownText), []);
    });
  }

  for (const [what, statements] of refused) {
    it(`refuses: ${what}`, () => {
      const [message, ...more] = judge(statements);
      assert.match(message ?? "", /^r \(aws:s3\/bucketPolicy:BucketPolicy\): policy must deny everyone/);
      assert.deepEqual(more, []);
      if (what !== "another bucket") assert.equal(judge(statements, unknownText).length, 1);
    });
  }

  it("says what is missing: the statement, or one of its resources", () => {
    assert.match(judge([denyOldTls]).join("\n"), /: add that statement, without a further condition\.$/);
    assert.match(
      judge([{ ...deny, Resource: bucketArn }]).join("\n"),
      /: name both the bucket and bucket\/\*/,
    );
  });

  it("judges a policy that is a property of the bucket, and a bucket without one not", () => {
    for (const type of ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]) {
      const given = (props: Record<string, unknown>) => ({ type, props: { bucket: "drop", ...props } });
      assert.deepEqual(violations(rule, given({ policy: policy(deny) })), []);
      assert.equal(violations(rule, given({ policy: policy(denyOldTls) })).length, 1);
      assert.deepEqual(violations(rule, given({})), []);
    }
  });

  it("leaves access point policies alone", () => {
    const props = { policy: policy(denyOldTls) };
    assert.deepEqual(violations(rule, { type: "aws:s3/accessPoint:AccessPoint", props }), []);
  });
});
