/**
 * What the program writes, the analysis allows only for the uploader and only below its prefix.
 *
 * Documents come from the program, decisions from access/, which shares no code with it. It does not prove that AWS
 * decides alike; tests/access holds the evaluator to AWS's pages.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { decideOnce } from "../../access/evaluate/decide";
import type { PolicyDocument, PolicyKind } from "../../access/model";
import { proveInclusion } from "../../access/prove/proveInclusion";
import { readPolicy } from "../../access/read/readPolicy";
import { dropPoint } from "../../components/dropPoint";
import { quotaProblems } from "../../iam/quotas";
import { readStackFile } from "../../settings/stackFile";
import { register, type Registered } from "../support/register";

const destination = "111111111111";
const tls = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };
const inOrganization = { "aws:PrincipalOrgID": "o-abc1234567" };
const uploader = "arn:aws:iam::222222222222:role/app/uploader";
const marketing = `arn:aws:iam::${destination}:role/xput-marketing`;
const shipper = `arn:aws:iam::${destination}:role/xput-shipper`;

describe("what the stack local allows", () => {
  let made: readonly Registered[];
  before(async () => {
    const result = readStackFile(join(__dirname, "../../stacks/Pulumi.local.yaml"), quotaProblems);
    assert.ok(result.ok);
    made = await register(() => dropPoint(result.settings));
  });

  function documentOf(
    name: string,
    property: "policy" | "assumeRolePolicy",
    kind: PolicyKind,
  ): PolicyDocument {
    const found = made.find((resource) => resource.name === name && property in resource.inputs);
    const result = readPolicy(found?.inputs[property], kind);
    assert.ok(result.ok, result.ok ? "" : JSON.stringify(result.problems));
    return result.document;
  }

  describe("in the bucket", () => {
    const decide = (
      action: string,
      resource: string,
      context: Readonly<Record<string, string>> = tls,
    ): string =>
      decideOnce(
        {
          identityPolicies: [documentOf("marketing-put", "policy", "identity")],
          resourcePolicy: documentOf("destination-policy", "policy", "resource"),
          blockPublicAccess: true,
        },
        { principal: marketing, action, resource, resourceAccount: destination, context },
      ).decision;
    const inside = "arn:aws:s3:::acme-drop-local/marketing/a.txt";

    it("allows the writer to put and to abort below its prefix", () => {
      assert.equal(decide("s3:PutObject", inside), "allowed");
      assert.equal(decide("s3:AbortMultipartUpload", inside), "allowed");
    });

    const refused: readonly [string, string, string][] = [
      [
        "to put below another source's prefix",
        "s3:PutObject",
        "arn:aws:s3:::acme-drop-local/shipper/in/a.txt",
      ],
      ["to put beside its prefix", "s3:PutObject", "arn:aws:s3:::acme-drop-local/marketing-a.txt"],
      ["to put into another bucket", "s3:PutObject", "arn:aws:s3:::acme-drop-other/marketing/a.txt"],
      ["to get", "s3:GetObject", inside],
      ["to delete", "s3:DeleteObject", inside],
      ["to delete a version", "s3:DeleteObjectVersion", inside],
      ["to tag", "s3:PutObjectTagging", inside],
      ["to change an ACL", "s3:PutObjectAcl", inside],
      ["to list", "s3:ListBucket", "arn:aws:s3:::acme-drop-local"],
      ["to change the bucket's policy", "s3:PutBucketPolicy", "arn:aws:s3:::acme-drop-local"],
    ];
    for (const [what, action, resource] of refused) {
      it(`does not allow the writer ${what}`, () => {
        assert.equal(decide(action, resource), "implicitlyDenied");
      });
    }

    it("denies the same put over plain HTTP and over TLS 1.1", () => {
      assert.equal(decide("s3:PutObject", inside, { "aws:SecureTransport": "false" }), "explicitlyDenied");
      const old = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.1" };
      assert.equal(decide("s3:PutObject", inside, old), "explicitlyDenied");
    });

    it("proves that the writer can do nothing beyond its intent", () => {
      const keyUse = {
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: `arn:aws:kms:eu-west-1:${destination}:key/*`,
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      };
      const intent = read(
        "identity",
        {
          Effect: "Allow",
          Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
          Resource: "arn:aws:s3:::acme-drop-local/marketing/*",
        },
        keyUse,
      );
      const written = documentOf("marketing-put", "policy", "identity");
      assert.equal(proveInclusion("identity", [intent], [written]).verdict, "included");
      const narrower = read(
        "identity",
        {
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::acme-drop-local/marketing/*",
        },
        keyUse,
      );
      assert.equal(proveInclusion("identity", [narrower], [written]).verdict, "exceeds");
    });
  });

  describe("in the writer roles' trust", () => {
    const assume = (
      role: string,
      principal: string,
      context: Readonly<Record<string, string>>,
      trustOf = role === marketing ? "marketing" : "shipper",
    ): string =>
      decideOnce(
        {
          // As wide as a source account could make it: what is refused here is refused by the trust alone.
          identityPolicies: [read("identity", { Effect: "Allow", Action: "sts:*", Resource: "*" })],
          resourcePolicy: documentOf(trustOf, "assumeRolePolicy", "trust"),
        },
        { principal, action: "sts:AssumeRole", resource: role, context },
      ).decision;

    it("allows each uploader of the source", () => {
      assert.equal(assume(marketing, uploader, inOrganization), "allowed");
      assert.equal(assume(marketing, "arn:aws:iam::222222222222:user/alice", inOrganization), "allowed");
      const vendor = "arn:aws:iam::333333333333:role/export";
      assert.equal(assume(shipper, vendor, { "sts:ExternalId": "shipper-7f3a9c" }), "allowed");
    });

    it("allows an uploader's session as it comes from STS", () => {
      const session = "arn:aws:sts::222222222222:assumed-role/uploader/upload";
      assert.equal(
        assume(marketing, session, { ...inOrganization, "aws:PrincipalArn": uploader }),
        "allowed",
      );
    });

    const vendor = "arn:aws:iam::333333333333:role/export";
    const refused: readonly [string, string, string, Readonly<Record<string, string>>][] = [
      ["another role of the account", marketing, "arn:aws:iam::222222222222:role/other", inOrganization],
      [
        "a role of that name under another path",
        marketing,
        "arn:aws:iam::222222222222:role/uploader",
        inOrganization,
      ],
      ["the account's root user", marketing, "arn:aws:iam::222222222222:root", inOrganization],
      [
        "a role of that name in another account",
        marketing,
        "arn:aws:iam::999999999999:role/app/uploader",
        inOrganization,
      ],
      ["an uploader outside the organization", marketing, uploader, { "aws:PrincipalOrgID": "o-other12345" }],
      ["an uploader without an organization", marketing, uploader, {}],
      ["another source's uploader", marketing, vendor, inOrganization],
      ["the vendor without its external id", shipper, vendor, {}],
      ["the vendor with a wrong external id", shipper, vendor, { "sts:ExternalId": "shipper-7f3a9d" }],
      ["nobody in particular", marketing, "*", inOrganization],
    ];
    for (const [who, role, principal, context] of refused) {
      it(`refuses ${who}`, () => {
        assert.notEqual(assume(role, principal, context), "allowed");
      });
    }
  });

  describe("in the source account", () => {
    const decide = (role: string): string =>
      decideOnce(
        {
          identityPolicies: [documentOf("marketing-access", "policy", "identity")],
          resourcePolicy: documentOf("marketing", "assumeRolePolicy", "trust"),
        },
        { principal: uploader, action: "sts:AssumeRole", resource: role, context: inOrganization },
      ).decision;

    it("allows the uploader its own writer role, and no other role", () => {
      assert.equal(decide(marketing), "allowed");
      assert.equal(decide(shipper), "implicitlyDenied");
    });
  });
});

function read(kind: PolicyKind, ...statements: readonly object[]): PolicyDocument {
  const result = readPolicy({ Version: "2012-10-17", Statement: statements }, kind);
  assert.ok(result.ok);
  return result.document;
}
