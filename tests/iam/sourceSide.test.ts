/**
 * What writer roles and uploaders may do with the policies that the program gives them, decided by the analysis: each
 * refusal beside its allowed twin.
 *
 * It does not prove that AWS decides alike; the suites in tests/engine run the same on the local AWS.
 */
import assert from "node:assert/strict";
import { decidedBy } from "../support/decided";
import { settingsWith } from "../support/settings";

type Context = Readonly<Record<string, string | readonly string[]>>;
type Row = readonly [
  what: string,
  source: object,
  action: string,
  resource: string,
  Context,
  allowed: boolean,
];

const source = { accountId: "222222222222", uploaders: ["role/app/uploader"], prefixes: ["marketing/"] };
const uploader = "arn:aws:iam::222222222222:role/app/uploader";
const object = (key: string) => `arn:aws:s3:::acme-drop-test/${key}`;
const key = "arn:aws:kms:eu-west-1:111111111111:key/1234";
const throughS3 = {
  "kms:ViaService": "s3.eu-west-1.amazonaws.com",
  "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-drop-test",
};

function check(decision: string, allowed: boolean): void {
  assert.equal(decision === "allowed", allowed, decision);
}

describe("the writer role's policy", () => {
  const twoNetworks = {
    ...source,
    sourceIps: ["203.0.113.0/24"],
    vpcEndpointIds: ["vpce-0123456789abcdef0"],
  };
  const rows: readonly Row[] = [
    ["a put below its prefix", source, "s3:PutObject", object("marketing/a"), {}, true],
    ["an abort below its prefix", source, "s3:AbortMultipartUpload", object("marketing/a"), {}, true],
    ["a put elsewhere", source, "s3:PutObject", object("other/a"), {}, false],
    ["a put beside its prefix", source, "s3:PutObject", object("marketing"), {}, false],
    ["a get", source, "s3:GetObject", object("marketing/a"), {}, false],
    ["a deletion", source, "s3:DeleteObject", object("marketing/a"), {}, false],
    ["tagging", source, "s3:PutObjectTagging", object("marketing/a"), {}, false],
    ["a retention", source, "s3:PutObjectRetention", object("marketing/a"), {}, false],
    ["a listing", source, "s3:ListBucket", "arn:aws:s3:::acme-drop-test", {}, false],
    [
      "a put from its addresses",
      twoNetworks,
      "s3:PutObject",
      object("marketing/a"),
      { "aws:SourceIp": "203.0.113.9" },
      true,
    ],
    [
      "a put through its endpoint",
      twoNetworks,
      "s3:PutObject",
      object("marketing/a"),
      { "aws:SourceVpce": "vpce-0123456789abcdef0" },
      true,
    ],
    [
      "a put from elsewhere",
      twoNetworks,
      "s3:PutObject",
      object("marketing/a"),
      { "aws:SourceIp": "198.51.100.9" },
      false,
    ],
    [
      "a put in its time",
      { ...source, activeUntil: "2027-01-01T00:00:00Z" },
      "s3:PutObject",
      object("marketing/a"),
      { "aws:CurrentTime": "2026-12-31T00:00:00Z" },
      true,
    ],
    [
      "a put with a session that outlives its time",
      { ...source, activeUntil: "2027-01-01T00:00:00Z" },
      "s3:PutObject",
      object("marketing/a"),
      { "aws:CurrentTime": "2027-01-01T00:00:01Z" },
      false,
    ],
  ];
  for (const [what, settings, action, resource, context, allowed] of rows) {
    it(`${allowed ? "allows" : "does not allow"} ${what}`, () => {
      const { writer } = decidedBy(settingsWith({ marketing: settings }));
      check(writer("marketing", { action, resource, context }), allowed);
    });
  }

  describe("of an organization", () => {
    const { writer } = decidedBy(
      settingsWith({
        everyone: {
          organizationId: "o-abc1234567",
          uploaders: ["role/up"],
          prefixes: ["accounts/${accountId}/"],
        },
      }),
    );
    const put = (to: string, context: Context) =>
      writer("everyone", { action: "s3:PutObject", resource: object(to), context });
    const own = { "aws:PrincipalTag/xput-account": "555555555555" };

    it("allows the account that tagged the session, below its own prefix only", () => {
      check(put("accounts/555555555555/a", own), true);
      check(put("accounts/666666666666/a", own), false);
    });
    it("allows nothing to a session without tag", () => {
      check(put("accounts/555555555555/a", {}), false);
      check(put("accounts//a", {}), false);
      check(put("accounts/${aws:PrincipalTag/xput-account}/a", {}), false);
    });
  });
});

describe("an uploader's policy", () => {
  const decided = (settings: object, destination: object = {}) =>
    decidedBy(settingsWith({ marketing: { ...source, ...settings } }, destination));

  it("for direct puts allows what the bucket's policy allows, and no more", () => {
    const { uploader: decide } = decided({ accessMode: "bucketPolicy" });
    const ask = (action: string, resource: string) =>
      decide("marketing", { principal: uploader, action, resource });
    check(ask("s3:PutObject", object("marketing/a")), true);
    check(ask("s3:PutObject", object("other/a")), false);
    check(ask("s3:GetObject", object("marketing/a")), false);
  });

  it("for an access point allows puts through it, and none past it", () => {
    const { uploader: decide } = decided({ accessMode: "accessPoint" });
    const parent = "arn:aws:s3:eu-west-1:111111111111:accesspoint/xput-marketing/object";
    const ask = (resource: string, principal = uploader) =>
      decide("marketing", { principal, action: "s3:PutObject", resource });
    check(ask(`${parent}/marketing/a`), true);
    check(ask(`${parent}/other/a`), false);
    check(ask(`${parent}/marketing/a`, "arn:aws:iam::222222222222:role/other"), false);
    check(ask(object("marketing/a")), false);
  });

  it("lets S3 use the destination's key for this bucket, and nobody else", () => {
    const { uploaderOfKey: decide } = decided({ accessMode: "bucketPolicy" });
    const ask = (context: Context, action = "kms:GenerateDataKey") =>
      decide("marketing", { principal: uploader, action, resource: key, context });
    check(ask(throughS3), true);
    check(ask({ ...throughS3, "kms:ViaService": "s3.us-east-1.amazonaws.com" }), false);
    check(ask({ ...throughS3, "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::other" }), false);
    check(ask(throughS3, "kms:Encrypt"), false);
  });
});
