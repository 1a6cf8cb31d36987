/** How documents are written: forms, names and limits. What they allow is decided in the tests beside this one. */
import assert from "node:assert/strict";
import { partitionOf } from "../../iam/arn";
import { allOf, nonEmpty, policyJson, when } from "../../iam/document";
import { keyAlias } from "../../iam/names";
import { sourceSid } from "../../iam/sid";
import { denyOldTls, denyPlainHttp } from "../../iam/transport";
import { trustPolicy, writerPolicy } from "../../iam/writer";
import { settingsWith } from "../support/settings";

const target = { partition: "aws", bucket: "acme" } as const;

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

  it("let a writer put and abort below its prefixes of that account's bucket, with the bucket's key, and nothing else", () => {
    const settings = settingsWith({
      backup: { accountId: "222222222222", uploaders: ["role/b"], prefixes: ["daily/", "weekly/"] },
    });
    const source = settings.sources.backup;
    assert.ok(source !== undefined);
    assert.deepEqual(JSON.parse(writerPolicy(settings, source)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowPut",
          Effect: "Allow",
          Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
          Resource: ["arn:aws:s3:::acme-drop-test/daily/*", "arn:aws:s3:::acme-drop-test/weekly/*"],
          Condition: { StringEquals: { "aws:ResourceAccount": ["111111111111"] } },
        },
        {
          Sid: "AllowKeyUse",
          Effect: "Allow",
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: ["arn:aws:kms:eu-west-1:111111111111:key/*"],
          Condition: {
            StringEquals: {
              "kms:ViaService": ["s3.eu-west-1.amazonaws.com"],
              "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-drop-test"],
            },
            "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/xput-acme-drop-test"] },
          },
        },
      ],
    });
  });

  it("trust the account and name the uploader in a condition", () => {
    const { sources } = settingsWith({
      marketing: { accountId: "222222222222", uploaders: ["role/app/uploader"], prefixes: ["m/"] },
    });
    assert.ok(sources.marketing !== undefined);
    assert.deepEqual(JSON.parse(trustPolicy("aws", "111111111111", sources.marketing)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TrustUploaders",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::222222222222:root"] },
          Action: ["sts:AssumeRole"],
          Condition: { ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::222222222222:role/app/uploader"] } },
        },
      ],
    });
  });

  it("have the same text for the same statements", () => {
    assert.equal(policyJson(denyOldTls(target)), policyJson(denyOldTls({ ...target })));
    assert.match(policyJson(denyOldTls(target)), /^\{"Version":"2012-10-17","Statement":\[/);
  });

  it("are never written with an empty list", () => {
    assert.throws(() => nonEmpty([], "actions"), new RangeError("actions must not be empty"));
  });
});

describe("conditions that must all hold", () => {
  it("join keys of the same operator", () => {
    assert.deepEqual(allOf({ StringEquals: { a: ["1"] } }, { StringEquals: { b: ["2"] } }, {}), {
      StringEquals: { a: ["1"], b: ["2"] },
    });
  });

  it("refuse a key that stands twice, since its values would become alternatives", () => {
    assert.throws(
      () => allOf({ StringEquals: { a: ["1"] } }, { StringEquals: { a: ["2"] } }),
      new RangeError("StringEquals a stands twice in one condition"),
    );
  });

  it("leave no empty condition behind", () => {
    assert.deepEqual(when({}, {}), {});
  });
});

describe("names", () => {
  it("give every source a Sid of its own, with letters and digits only", () => {
    const names = ["a", "ab", "a-b", "a1", "a-1", "a-1b", "a1b", "a-b-c", "ab-c", "a--b", "a-"];
    const sids = names.map((name) => sourceSid("AllowPut", name));
    for (const sid of sids) assert.match(sid, /^AllowPut[A-Za-z0-9]+$/);
    assert.equal(new Set(sids).size, names.length, sids.join(" "));
  });

  it("make an alias without dots of a bucket's name", () => {
    assert.equal(keyAlias("xput", "acme.drop"), "alias/xput-acme_drop");
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
