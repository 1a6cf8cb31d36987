/**
 * What S3 may do to replicate, on both sides: decided by the analysis, each refusal beside its allowed twin.
 *
 * It does not prove that S3 asks for these actions with these condition keys; AWS's pages are named at the documents.
 */
import assert from "node:assert/strict";
import { policyJson } from "../../iam/document";
import {
  replicaBucketPolicy,
  replicaKeyPolicy,
  replicationKeyStatements,
  replicationPolicy,
  trustReplication,
  type ReplicatedSettings,
} from "../../iam/replication";
import { decideRows } from "../support/decisions";
import { settingsWith } from "../support/settings";

const account = "111111111111";
const other = "444444444444";
const role = `arn:aws:iam::${account}:role/xput-replication`;
const writer = `arn:aws:iam::${account}:role/xput-marketing`;
const tls = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };
const bucket = "arn:aws:s3:::acme-drop-test";
const replica = "arn:aws:s3:::acme-drop-copy";
const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
const keyOf = (accountId: string) => `arn:aws:kms:eu-central-1:${accountId}:key/2`;
const context = "kms:EncryptionContext:aws:s3:arn";
const aliases = "kms:ResourceAliases";
const source = { accountId: "222222222222", uploaders: ["role/a"], prefixes: ["marketing/"] };

function settings(destination: object, accountId: string): ReplicatedSettings {
  const read = settingsWith(
    { marketing: source },
    { replication: { accountId, region: "eu-central-1", bucket: "acme-drop-copy" }, ...destination },
  );
  const { replication } = read.destination;
  assert.ok(replication !== undefined);
  return { ...read, replication };
}

const withBucketKey = settings({}, other);
const withObjectContext = settings({ encryption: { kind: "kms", bucketKey: false } }, account);

describe("the replication role", () => {
  const trusted = { "aws:SourceArn": bucket, "aws:SourceAccount": account };
  decideRows(() => ({ trust: policyJson(trustReplication(withBucketKey)) }), account, [
    ["S3 to assume it for the bucket", "s3.amazonaws.com", "sts:AssumeRole", role, trusted, true],
    [
      "S3 to assume it for another bucket",
      "s3.amazonaws.com",
      "sts:AssumeRole",
      role,
      { ...trusted, "aws:SourceArn": `${bucket}2` },
      false,
    ],
    ["a writer to assume it", writer, "sts:AssumeRole", role, {}, false],
  ]);
  decideRows(() => ({ identity: replicationPolicy(withBucketKey) }), account, [
    ["it to read the configuration", role, "s3:GetReplicationConfiguration", bucket, {}, true],
    ["it to read versions", role, "s3:GetObjectVersionForReplication", `${bucket}/a`, {}, true],
    ["it to read as anybody reads", role, "s3:GetObject", `${bucket}/a`, {}, false],
    ["it to read retention without object lock", role, "s3:GetObjectRetention", `${bucket}/a`, {}, false],
    ["it to put into the bucket", role, "s3:PutObject", `${bucket}/a`, {}, false],
    ["it to replicate back", role, "s3:ReplicateObject", `${bucket}/a`, {}, false],
  ]);
  const viaS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com", [aliases]: "alias/xput-acme-drop-test" };
  decideRows(() => ({ identity: replicationPolicy(withBucketKey), resource: keyStatements() }), account, [
    ["it to decrypt with the bucket's key", role, "kms:Decrypt", key, { ...viaS3, [context]: bucket }, true],
    [
      "it to decrypt past S3",
      role,
      "kms:Decrypt",
      key,
      { ...viaS3, "kms:ViaService": "", [context]: bucket },
      false,
    ],
    ["it to decrypt another bucket's", role, "kms:Decrypt", key, { ...viaS3, [context]: replica }, false],
    [
      "it to decrypt with another key",
      role,
      "kms:Decrypt",
      key,
      { ...viaS3, [aliases]: "alias/other", [context]: bucket },
      false,
    ],
    [
      "it to encrypt with the bucket's key",
      role,
      "kms:GenerateDataKey",
      key,
      { ...viaS3, [context]: bucket },
      false,
    ],
  ]);
  const locked = settings({ objectLock: { mode: "governance", days: 1 } }, other);
  decideRows(() => ({ identity: replicationPolicy(locked) }), account, [
    ["it to read retention with object lock", role, "s3:GetObjectRetention", `${bucket}/a`, {}, true],
  ]);
});

describe("a replica in another account", () => {
  const role2 = `arn:aws:iam::${other}:role/xput-replication`;
  const both = () => ({
    identity: replicationPolicy(withBucketKey),
    resource: replicaBucketPolicy(withBucketKey),
  });
  decideRows(both, other, [
    ["the role to replicate", role, "s3:ReplicateObject", `${replica}/a`, tls, true],
    ["the role to replicate tags", role, "s3:ReplicateTags", `${replica}/a`, tls, true],
    ["the role to replicate deletions", role, "s3:ReplicateDelete", `${replica}/a`, tls, false],
    ["the role to put", role, "s3:PutObject", `${replica}/a`, tls, false],
  ]);
  decideRows(() => ({ resource: replicaBucketPolicy(withBucketKey) }), other, [
    ["the role to look at versioning", role, "s3:GetBucketVersioning", replica, tls, true],
    ["the role to suspend versioning", role, "s3:PutBucketVersioning", replica, tls, false],
    ["a writer to replicate", writer, "s3:ReplicateObject", `${replica}/a`, tls, false],
    [
      "the role to replicate without TLS",
      role,
      "s3:ReplicateObject",
      `${replica}/a`,
      { ...tls, "aws:SecureTransport": "false" },
      false,
    ],
  ]);
  const viaS3 = { "kms:ViaService": "s3.eu-central-1.amazonaws.com", [context]: replica };
  const keySides = () => ({
    identity: replicationPolicy(withBucketKey),
    resource: replicaKeyPolicy(withBucketKey),
  });
  decideRows(keySides, other, [
    ["the role to encrypt replicas", role, "kms:GenerateDataKey", keyOf(other), viaS3, true],
    ["the role to check the bucket key", role, "kms:Decrypt", keyOf(other), viaS3, true],
    [
      "the role to encrypt from the first region",
      role,
      "kms:GenerateDataKey",
      keyOf(other),
      { ...viaS3, "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      false,
    ],
    [
      "the role to encrypt another bucket's",
      role,
      "kms:GenerateDataKey",
      keyOf(other),
      { ...viaS3, [context]: bucket },
      false,
    ],
  ]);
  decideRows(() => ({ resource: replicaKeyPolicy(withBucketKey) }), other, [
    ["a writer to encrypt replicas", writer, "kms:GenerateDataKey", keyOf(other), viaS3, false],
    ["a role of that name in its own account", role2, "kms:GenerateDataKey", keyOf(other), viaS3, false],
    ["its own account to administer the key", role2, "kms:PutKeyPolicy", keyOf(other), {}, true],
    ["the destination to administer the key", writer, "kms:PutKeyPolicy", keyOf(other), {}, false],
  ]);
});

describe("a replica in the destination's account", () => {
  it("gives the role nothing beside its own policy", () => {
    assert.doesNotMatch(replicaBucketPolicy(withObjectContext), /Allow/);
  });
  const viaS3 = {
    "kms:ViaService": "s3.eu-central-1.amazonaws.com",
    [aliases]: "alias/xput-acme-drop-copy",
    [context]: `${replica}/a`,
  };
  const keySides = () => ({
    identity: replicationPolicy(withObjectContext),
    resource: replicaKeyPolicy(withObjectContext),
  });
  decideRows(keySides, account, [
    ["the role to encrypt a replica", role, "kms:Encrypt", keyOf(account), viaS3, true],
    ["the role to decrypt without a bucket key", role, "kms:Decrypt", keyOf(account), viaS3, false],
    [
      "the role to encrypt with another key",
      role,
      "kms:Encrypt",
      keyOf(account),
      { ...viaS3, [aliases]: "alias/x" },
      false,
    ],
  ]);
});

describe("the destination key's statement for replication", () => {
  const viaS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com", [context]: bucket };
  decideRows(() => ({ resource: keyStatements() }), account, [
    ["the role to decrypt", role, "kms:Decrypt", key, viaS3, true],
    ["the role to encrypt", role, "kms:GenerateDataKey", key, viaS3, false],
    ["a writer to decrypt", writer, "kms:Decrypt", key, viaS3, false],
  ]);
  it("is not there without a replica or without a key", () => {
    assert.deepEqual(replicationKeyStatements(settingsWith({ marketing: source })), []);
    assert.deepEqual(replicationKeyStatements(settings({ encryption: { kind: "s3" } }, other)), []);
    assert.doesNotMatch(replicationPolicy(settings({ encryption: { kind: "s3" } }, other)), /kms:/);
  });
});

function keyStatements(): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: replicationKeyStatements(withBucketKey) });
}
