/** The text of every policy document that the program writes. What the texts allow is decided in tests/stacks. */
import assert from "node:assert/strict";
import { partitionOf } from "../../iam/arn";
import { denyOldTls, denyPlainHttp } from "../../iam/destination";
import { nonEmpty, policyJson } from "../../iam/document";
import { allowAssumeWriter } from "../../iam/source";
import { allowPut, trustUploaders } from "../../iam/writer";

const target = { partition: "aws", bucket: "acme" } as const;
const trusted = { partition: "aws", accountId: "222222222222", uploaders: ["role/app/uploader"] } as const;

describe("policy documents", () => {
  it("refuse plain HTTP for the bucket and its objects", () => {
    assert.deepEqual(denyPlainHttp(target), {
      Sid: "DenyPlainHttp",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"],
      Condition: { Bool: { "aws:SecureTransport": ["false"] } },
    });
  });

  it("refuse TLS below 1.2", () => {
    assert.deepEqual(denyOldTls(target).Condition, { NumericLessThan: { "s3:TlsVersion": ["1.2"] } });
    assert.equal(denyOldTls(target).Effect, "Deny");
  });

  it("let the writer put and abort below its prefixes, and nothing else", () => {
    assert.deepEqual(allowPut(target, ["backup/daily/", "backup/weekly/"]), {
      Sid: "AllowPut",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
      Resource: ["arn:aws:s3:::acme/backup/daily/*", "arn:aws:s3:::acme/backup/weekly/*"],
    });
  });

  const conditions: readonly [string, { externalId?: string; organizationId?: string }, object][] = [
    ["nothing more", {}, {}],
    ["an external id", { externalId: "x-1" }, { StringEquals: { "sts:ExternalId": ["x-1"] } }],
    [
      "an organization",
      { organizationId: "o-abc1234567" },
      { StringEquals: { "aws:PrincipalOrgID": ["o-abc1234567"] } },
    ],
    [
      "both",
      { externalId: "x-1", organizationId: "o-abc1234567" },
      { StringEquals: { "sts:ExternalId": ["x-1"], "aws:PrincipalOrgID": ["o-abc1234567"] } },
    ],
  ];
  for (const [what, more, expected] of conditions) {
    it(`trust the uploaders by their ARNs and ask for ${what}`, () => {
      assert.deepEqual(trustUploaders({ ...trusted, ...more }), {
        Sid: "TrustUploaders",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::222222222222:root"] },
        Action: ["sts:AssumeRole"],
        Condition: {
          ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::222222222222:role/app/uploader"] },
          ...expected,
        },
      });
    });
  }

  it("let uploaders assume one role", () => {
    assert.deepEqual(allowAssumeWriter("arn:aws:iam::1:role/x").Resource, ["arn:aws:iam::1:role/x"]);
    assert.deepEqual(allowAssumeWriter("arn:aws:iam::1:role/x").Action, ["sts:AssumeRole"]);
  });

  it("have the same text for the same statements", () => {
    assert.equal(policyJson(denyOldTls(target)), policyJson(denyOldTls({ ...target })));
    assert.match(policyJson(denyOldTls(target)), /^\{"Version":"2012-10-17","Statement":\[/);
  });

  it("are never written with an empty list", () => {
    assert.throws(() => allowPut(target, []), /RangeError|prefixes must not be empty/);
    assert.throws(() => nonEmpty([], "actions"), new RangeError("actions must not be empty"));
  });
});

describe("the partition of a region", () => {
  const partitions: readonly [string, string][] = [
    ["eu-west-1", "aws"],
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["us-iso-east-1", "aws-iso"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eu-isoe-west-1", "aws-iso-e"],
    ["us-isof-south-1", "aws-iso-f"],
    ["eusc-de-east-1", "aws-eusc"],
  ];
  for (const [region, partition] of partitions) {
    it(`of ${region} is ${partition}`, () => {
      assert.equal(partitionOf(region), partition);
    });
  }
});
