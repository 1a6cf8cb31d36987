/** What a grant lets its grantee do. */
import assert from "node:assert/strict";
import type { Decision } from "../../../../access/evaluate/decision";
import type { Need } from "../../../../local/gateway/model";
import {
  allows,
  decideWithGrants,
  mayRetire,
  type Grant,
} from "../../../../local/gateway/services/kms/grants";
import { owner, source, uploader } from "../trail/calls";
import { fakeStore } from "../trail/fakeStore";

const keyArn = `arn:aws:kms:eu-west-1:${owner}:key/k`;
const grant: Grant = {
  id: "g",
  grantee: uploader.roleArn,
  retiringPrincipal: undefined,
  issuingAccount: `arn:aws:iam::${owner}:root`,
  operations: ["GenerateDataKey", "DescribeKey"],
};
const need = (operation: string, pairs: Readonly<Record<string, string>> = {}): Need => ({
  action: `kms:${operation}`,
  resource: keyArn,
  resourceAccount: owner,
  context: {
    "kms:EncryptionContextKeys": Object.keys(pairs),
    ...Object.fromEntries(
      Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
    ),
  },
  policyOf: { kind: "key", account: owner, keyId: "k" },
});
const equals: Grant = { ...grant, constraint: { kind: "equals", pairs: { a: "1" } } };
const subset: Grant = { ...grant, constraint: { kind: "subset", pairs: { a: "1" } } };
const granting: Grant = { ...grant, operations: ["CreateGrant", "Decrypt"] };
const handOn = (operations: readonly string[]): Need => ({
  ...need("CreateGrant"),
  context: { "kms:GrantOperations": operations },
});

const rows: readonly (readonly [string, Grant, Need, boolean])[] = [
  ["a granted operation", grant, need("GenerateDataKey"), true],
  ["an operation that is not granted", grant, need("Decrypt"), false],
  [
    "a session that is named itself",
    { ...grant, grantee: `arn:aws:sts::${source}:assumed-role/uploader/batch-7` },
    need("GenerateDataKey"),
    true,
  ],
  [
    "another session",
    { ...grant, grantee: `arn:aws:sts::${source}:assumed-role/uploader/other` },
    need("GenerateDataKey"),
    false,
  ],
  [
    "another role",
    { ...grant, grantee: `arn:aws:iam::${source}:role/uploader` },
    need("GenerateDataKey"),
    false,
  ],
  ["the whole context", equals, need("GenerateDataKey", { a: "1" }), true],
  ["more than the whole context", equals, need("GenerateDataKey", { a: "1", b: "2" }), false],
  ["no context where one is asked for", equals, need("GenerateDataKey"), false],
  ["a context with more", subset, need("GenerateDataKey", { a: "1", b: "2" }), true],
  ["a context with another value", subset, need("GenerateDataKey", { a: "2" }), false],
  ["what takes no context", equals, need("DescribeKey"), true],
  ["handing on what it has", granting, handOn(["Decrypt"]), true],
  ["handing on what it has not", granting, handOn(["Decrypt", "Encrypt"]), false],
];

describe("grants", () => {
  for (const [what, given, asked, expected] of rows) {
    it(`${expected ? "let" : "do not let"}: ${what}`, () => {
      assert.equal(allows(given, asked, uploader), expected);
    });
  }

  it("are retired by whom they name for it, by a grantee that may, and by the account that made them", () => {
    const root = { kind: "root", account: owner, accessKeyId: owner } as const;
    assert.equal(mayRetire(grant, uploader), false);
    assert.equal(mayRetire({ ...grant, retiringPrincipal: uploader.roleArn }, uploader), true);
    assert.equal(mayRetire({ ...grant, operations: ["RetireGrant"] }, uploader), true);
    assert.equal(mayRetire(grant, root), true);
    assert.equal(mayRetire(grant, { ...root, account: source }), false);
  });

  const listed = {
    Grants: [
      {
        GrantId: "g",
        GranteePrincipal: uploader.roleArn,
        Operations: ["GenerateDataKey"],
        Constraints: { EncryptionContextSubset: { a: "1" } },
      },
    ],
  };
  const refused = (...missing: Decision["missing"]): Decision => ({
    decision: "implicitlyDenied",
    because: [],
    missing,
  });
  const decided = async (decision: Decision, asked = need("GenerateDataKey", { a: "1" })) =>
    (await decideWithGrants(decision, asked, uploader, fakeStore({ ListGrants: listed }).store)).decision;

  it("stand in for policies that do not allow, and for nothing else", async () => {
    assert.equal(await decided(refused("identity policy", "resource policy")), "allowed");
    assert.equal(await decided(refused("resource policy")), "allowed");
    assert.equal(await decided(refused("resource policy", "session policy")), "implicitlyDenied");
    assert.equal(await decided(refused("service control policy")), "implicitlyDenied");
    assert.equal(
      await decided(refused("resource policy"), need("GenerateDataKey", { a: "2" })),
      "implicitlyDenied",
    );
    const deny: Decision = { decision: "explicitlyDenied", because: [], missing: [] };
    assert.equal(await decided(deny), "explicitlyDenied");
  });
});
