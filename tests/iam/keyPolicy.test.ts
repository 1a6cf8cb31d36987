/**
 * Who has which use of the destination's key, decided by the analysis: each refusal beside its allowed twin.
 *
 * It does not prove that KMS decides alike; the suites in tests/engine run the same on the local AWS.
 */
import assert from "node:assert/strict";
import { decidedBy, document } from "../support/decided";
import { destinationKeyPolicy } from "../../iam/keyPolicy";
import { settingsWith } from "../support/settings";

type Context = Readonly<Record<string, string | readonly string[]>>;
type Row = readonly [what: string, principal: string, action: string, context: Context, allowed: boolean];

const writer = "arn:aws:iam::111111111111:role/xput-marketing";
const uploader = "arn:aws:iam::222222222222:role/app/uploader";
const admin = "arn:aws:iam::111111111111:role/admin";
const ingest = "arn:aws:iam::111111111111:role/ingest";
const source = { accountId: "222222222222", uploaders: ["role/app/uploader"], prefixes: ["marketing/"] };
const direct = { ...source, accessMode: "bucketPolicy" };
const contextKey = "kms:EncryptionContext:aws:s3:arn";
const byS3 = (arn: string): Context => ({
  "kms:ViaService": "s3.eu-west-1.amazonaws.com",
  [contextKey]: arn,
});
const ofBucket = byS3("arn:aws:s3:::acme-drop-test");
const ofObject = byS3("arn:aws:s3:::acme-drop-test/marketing/a.txt");

const tables: readonly [string, object, Readonly<Record<string, object>>, readonly Row[]][] = [
  [
    "with a bucket key",
    { readers: ["role/ingest"] },
    { marketing: source },
    [
      ["the writer role to put", writer, "kms:GenerateDataKey", ofBucket, true],
      ["the writer role to join parts", writer, "kms:Decrypt", ofBucket, true],
      [
        "the writer role past S3",
        writer,
        "kms:GenerateDataKey",
        { [contextKey]: "arn:aws:s3:::acme-drop-test" },
        false,
      ],
      [
        "the writer role for another bucket",
        writer,
        "kms:GenerateDataKey",
        byS3("arn:aws:s3:::acme-other"),
        false,
      ],
      ["the writer role to encrypt", writer, "kms:Encrypt", ofBucket, false],
      ["the uploader", uploader, "kms:GenerateDataKey", ofBucket, false],
      ["an administrator to decrypt", admin, "kms:Decrypt", ofBucket, false],
      ["an administrator to give grants", admin, "kms:CreateGrant", {}, false],
      ["an administrator to change the policy", admin, "kms:PutKeyPolicy", {}, true],
      [
        "another account's administrator",
        "arn:aws:iam::222222222222:role/admin",
        "kms:PutKeyPolicy",
        {},
        false,
      ],
      ["a reader to read", ingest, "kms:Decrypt", ofBucket, true],
      ["a reader to write", ingest, "kms:GenerateDataKey", ofBucket, false],
      ["a reader past S3", ingest, "kms:Decrypt", {}, false],
    ],
  ],
  [
    "with administrators",
    { encryption: { kind: "kms", administrators: ["role/admin", "role/xput-deploy"] } },
    { marketing: source },
    [
      ["the administrator to change the policy", admin, "kms:PutKeyPolicy", {}, true],
      ["another role to change the policy", ingest, "kms:PutKeyPolicy", {}, false],
    ],
  ],
  [
    "without a bucket key",
    { encryption: { kind: "kms", bucketKey: false } },
    { marketing: source },
    [
      ["the writer role below its prefix", writer, "kms:GenerateDataKey", ofObject, true],
      [
        "the writer role below another prefix",
        writer,
        "kms:GenerateDataKey",
        byS3("arn:aws:s3:::acme-drop-test/other/a"),
        false,
      ],
      ["the writer role for the whole bucket", writer, "kms:GenerateDataKey", ofBucket, false],
    ],
  ],
  [
    "with two direct sources",
    {},
    { marketing: direct, sales: { ...direct, accountId: "333333333333", prefixes: ["sales/"] } },
    [
      ["the first uploader", uploader, "kms:GenerateDataKey", ofBucket, true],
      ["the second uploader", "arn:aws:iam::333333333333:role/app/uploader", "kms:Decrypt", ofBucket, true],
      ["another role of its account", "arn:aws:iam::333333333333:role/other", "kms:Decrypt", ofBucket, false],
      [
        "an uploader's name in a third account",
        "arn:aws:iam::444444444444:role/app/uploader",
        "kms:Decrypt",
        ofBucket,
        false,
      ],
    ],
  ],
  [
    "with an organization that puts directly",
    {},
    {
      all: {
        organizationId: "o-abc1234567",
        uploaders: ["role/up"],
        accessMode: "bucketPolicy",
        prefixes: ["accounts/${accountId}/"],
      },
    },
    [
      [
        "a member",
        "arn:aws:iam::555555555555:role/up",
        "kms:GenerateDataKey",
        { ...ofBucket, "aws:PrincipalOrgID": "o-abc1234567" },
        true,
      ],
      [
        "a stranger",
        "arn:aws:iam::555555555555:role/up",
        "kms:GenerateDataKey",
        { ...ofBucket, "aws:PrincipalOrgID": "o-other12345" },
        false,
      ],
      [
        "another role of a member",
        "arn:aws:iam::555555555555:role/x",
        "kms:GenerateDataKey",
        { ...ofBucket, "aws:PrincipalOrgID": "o-abc1234567" },
        false,
      ],
    ],
  ],
];

describe("the key's policy", () => {
  for (const [what, destination, sources, rows] of tables) {
    describe(what, () => {
      const { key } = decidedBy(settingsWith(sources, destination));
      for (const [who, principal, action, context, allowed] of rows) {
        it(`${allowed ? "lets" : "refuses"} ${who} (${action})`, () => {
          const decision = key({ principal, action, context });
          assert.equal(decision === "allowed", allowed, decision);
        });
      }
    });
  }

  it("grows by an ARN for each source, not by a statement", () => {
    const statements = (count: number): number => {
      const sources = Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `s${index}`,
          { ...source, accountId: String(200_000_000_000 + index), prefixes: [`p${index}/`] },
        ]),
      );
      return document(destinationKeyPolicy(settingsWith(sources)), "resource").statements.length;
    };
    assert.equal(statements(40), statements(2));
  });
});
