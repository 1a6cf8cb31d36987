/**
 * Which spellings of a policy document are the same.
 *
 * Does not prove that AWS evaluates such documents alike: the equalities are those of its policy grammar.
 */
import assert from "node:assert/strict";
import { parsePolicyDocument, samePolicy } from "../../../local/awsPlugin/policyDocument";

const account = "111122223333";
const root = `arn:aws:iam::${account}:root`;
const base = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "A",
      Effect: "Allow",
      Principal: { AWS: [root] },
      Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
      Resource: ["arn:aws:s3:::b/*"],
      Condition: { Bool: { "aws:SecureTransport": ["true"] }, StringEquals: { "sts:ExternalId": ["x"] } },
    },
    { Sid: "B", Effect: "Deny", Principal: "*", Action: ["s3:*"], Resource: ["arn:aws:s3:::b"] },
  ],
};
type Statement = (typeof base.Statement)[number];
const with0 = (change: object) => ({
  ...base,
  Statement: [{ ...base.Statement[0], ...change }, base.Statement[1]],
});
const with1 = (change: object) => ({
  ...base,
  Statement: [base.Statement[0], { ...base.Statement[1], ...change }],
});

describe("two policy documents", () => {
  const same: readonly (readonly [string, object])[] = [
    ["the order of keys", { Statement: base.Statement, Version: base.Version }],
    ["the order of statements", { ...base, Statement: [...base.Statement].reverse() }],
    ["the order of actions", with0({ Action: ["s3:AbortMultipartUpload", "s3:PutObject"] })],
    ["a list of one beside its member", with0({ Resource: "arn:aws:s3:::b/*" })],
    ["an account id beside its root ARN", with0({ Principal: { AWS: account } })],
    ["a star beside AWS star", with1({ Principal: { AWS: "*" } })],
    [
      "a boolean beside its text, and the order of conditions",
      with0({
        Condition: { StringEquals: { "sts:ExternalId": "x" }, Bool: { "aws:SecureTransport": true } },
      }),
    ],
  ];
  for (const [title, other] of same) {
    it(`are the same whatever ${title}`, () => {
      assert.ok(samePolicy(JSON.stringify(base), JSON.stringify(other, null, 4)));
    });
  }

  it("are the same with a single statement outside a list", () => {
    const [first] = base.Statement as [Statement];
    assert.ok(samePolicy(JSON.stringify({ Statement: [first] }), JSON.stringify({ Statement: first })));
  });

  const different: readonly (readonly [string, object])[] = [
    ["version", { ...base, Version: "2008-10-17" }],
    ["effect", with0({ Effect: "Deny" })],
    ["actions", with0({ Action: ["s3:PutObject"] })],
    ["the case of a resource", with0({ Resource: ["arn:aws:s3:::B/*"] })],
    ["principal", with0({ Principal: { AWS: ["arn:aws:iam::999922223333:root"] } })],
    ["a principal of another kind", with1({ Principal: { Service: "*" } })],
    ["a role beside the root", with0({ Principal: { AWS: `arn:aws:iam::${account}:role/root` } })],
    ["condition values", with0({ Condition: { Bool: { "aws:SecureTransport": ["false"] } } })],
    ["statements", { ...base, Statement: base.Statement.slice(0, 1) }],
    ["a Sid", with0({ Sid: "C" })],
  ];
  for (const [title, other] of different) {
    it(`differ by ${title}`, () => {
      assert.ok(!samePolicy(JSON.stringify(base), JSON.stringify(other)));
    });
  }

  it("that are no documents are the same only when their texts are", () => {
    assert.ok(samePolicy("x", "x"));
    assert.ok(!samePolicy("{}", "{ }"));
  });
});

describe("the text of a policy document", () => {
  const refused = [
    ["{", "it is not valid JSON"],
    ["[]", "it is not a JSON object"],
    ["{}", "it has no Statement"],
  ] as const;
  for (const [text, reason] of refused) {
    it(`${text} is refused: ${reason}`, () => {
      assert.deepEqual(parsePolicyDocument(text), { ok: false, reason });
    });
  }
  it("is taken with a statement", () => {
    assert.ok(parsePolicyDocument(JSON.stringify(base)).ok);
  });
});
