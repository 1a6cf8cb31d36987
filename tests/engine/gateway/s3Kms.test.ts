/**
 * KMS's side of what S3 does: who may use the key of a put, an upload, a copy and a get.
 *
 * Keys are made and changed with the administrator's keys; what KMS itself refuses is tested elsewhere. Nothing is
 * encrypted: the store only remembers the key.
 */
import assert from "node:assert/strict";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { administrator, kms, makeUser, policy, region, s3ClientOf, type Statement } from "./actors";
import { refuses } from "./refusals";

const owner = "111111111111";
const other = "222222222222";
const run = Date.now().toString(36);
/** With a key by default, and no bucket key. */
const Bucket = `keyed-${run}`;
/** The same with a bucket key. */
const shared = `shared-${run}`;
const plain = `plain-${run}`;
const buckets = [Bucket, shared, plain].map((name) => `arn:aws:s3:::${name}/*`);

const clients = new Map<string, S3Client>();
const keys = new Map<string, string>();

const as = (name: string): S3Client => {
  const client = clients.get(name);
  assert.ok(client !== undefined, name);
  return client;
};
const key = (name: string): string => {
  const arn = keys.get(name);
  assert.ok(arn !== undefined, name);
  return arn;
};

const put = (Key: string, more: object = {}) => new PutObjectCommand({ Bucket, Key, Body: "x", ...more });
const get = (Key: string) => new GetObjectCommand({ Bucket, Key });
const sse = (SSEKMSKeyId?: string) => ({
  ServerSideEncryption: "aws:kms" as const,
  ...(SSEKMSKeyId === undefined ? {} : { SSEKMSKeyId }),
});
const plainPut = (more: object = {}) => put("a", { Bucket: plain, ...more });

/** The account's administrators and what `statements` say. */
const keyPolicy = (...statements: readonly Statement[]): string => {
  const root = { Principal: { AWS: `arn:aws:iam::${owner}:root` }, Action: "kms:*", Resource: "*" };
  return policy(root, ...statements);
};

async function makeKey(name: string, document: string): Promise<void> {
  const { KeyMetadata } = await kms(owner, "CreateKey", {
    Policy: document,
    Description: name,
    // One of the keys is closed to its own account.
    BypassPolicyLockoutSafetyCheck: true,
  });
  keys.set(name, KeyMetadata?.Arn ?? "");
}

async function uploadBy(name: string): Promise<unknown> {
  const client = as(name);
  const Key = `m-${name}`;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const { ETag } = await client.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "x" }),
  );
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  return client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
}

describe("S3 with KMS", () => {
  before(async () => {
    clients.set("administrator", s3ClientOf(administrator(owner)));
    const s3: Statement = { Action: ["s3:PutObject", "s3:GetObject"], Resource: buckets };
    const onKey = (name: string, Action: readonly string[], Condition?: object): Statement => ({
      Action,
      Resource: key(name),
      ...(Condition === undefined ? {} : { Condition }),
    });
    const user = async (account: string, name: string, ...statements: readonly Statement[]) => {
      clients.set(name, s3ClientOf(await makeUser(account, `${name}-${run}`, policy(s3, ...statements))));
    };
    const generate = ["kms:GenerateDataKey"];
    const both = ["kms:GenerateDataKey", "kms:Decrypt"];

    await user(other, "neighbour", { Action: both, Resource: "*" });
    await user(owner, "keyless");
    const neighbour = { Principal: { AWS: `arn:aws:iam::${other}:user/neighbour-${run}` }, Resource: "*" };
    await makeKey("default", keyPolicy());
    await makeKey("second", keyPolicy());
    await makeKey("forNeighbour", keyPolicy({ ...neighbour, Action: both }));
    await makeKey("disabled", keyPolicy());
    await makeKey("pending", keyPolicy());
    await makeKey(
      "viaS3",
      keyPolicy({
        Effect: "Deny",
        Principal: "*",
        Action: generate,
        Resource: "*",
        Condition: { StringNotEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
      }),
    );
    await makeKey(
      "viaElsewhere",
      keyPolicy({
        Effect: "Deny",
        Principal: "*",
        Action: generate,
        Resource: "*",
        Condition: { StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
      }),
    );
    // It says nothing of the account, so nothing that the account's own policies say counts.
    await makeKey(
      "closed",
      policy({
        Principal: { AWS: `arn:aws:iam::${owner}:user/keyless-${run}` },
        Action: "kms:*",
        Resource: "*",
      }),
    );
    await kms(owner, "DisableKey", { KeyId: key("disabled") });
    await kms(owner, "ScheduleKeyDeletion", { KeyId: key("pending"), PendingWindowInDays: 7 });
    await kms(owner, "CreateAlias", { AliasName: `alias/drop-${run}`, TargetKeyId: key("default") });

    await user(owner, "generator", onKey("default", generate));
    await user(owner, "decrypter", onKey("default", ["kms:Decrypt"]));
    await user(owner, "uploader", onKey("default", both));
    await user(owner, "anyKey", { Action: both, Resource: "*" });
    await user(
      owner,
      "objectContext",
      onKey("default", generate, {
        StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::*/a" },
      }),
    );
    await user(
      owner,
      "bucketContext",
      onKey("default", generate, {
        StringEquals: { "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${shared}` },
      }),
    );
    await user(owner, "byAlias", {
      Action: generate,
      Resource: "*",
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/drop-${run}` } },
    });
    await user(
      owner,
      "fromHere",
      onKey("default", generate, {
        IpAddress: { "aws:SourceIp": "127.0.0.0/8" },
      }),
    );

    const owned = as("administrator");
    for (const name of [Bucket, shared, plain]) {
      await owned.send(
        new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: region } }),
      );
      const Principal = { AWS: `arn:aws:iam::${other}:user/neighbour-${run}` };
      const allow = {
        Principal,
        Action: ["s3:PutObject", "s3:GetObject"],
        Resource: `arn:aws:s3:::${name}/*`,
      };
      const keyIds = {
        Effect: "Deny" as const,
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${name}/second/*`,
        Condition: {
          StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": key("second") },
        },
      };
      await owned.send(new PutBucketPolicyCommand({ Bucket: name, Policy: policy(allow, keyIds) }));
    }
    for (const [name, BucketKeyEnabled] of [
      [Bucket, false],
      [shared, true],
    ] as const) {
      const byDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: key("default") } as const;
      const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled }];
      await owned.send(
        new PutBucketEncryptionCommand({ Bucket: name, ServerSideEncryptionConfiguration: { Rules } }),
      );
    }
    await owned.send(put("seed"));
  });
  after(() => {
    for (const client of clients.values()) client.destroy();
  });

  refuses([
    {
      what: "a put by who may not use the bucket's key",
      refused: () => as("keyless").send(put("a")),
      code: "AccessDenied",
      says: /^User: arn:aws:iam::111111111111:user\/keyless-\w+ is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:eu-west-1:111111111111:key\//,
      twin: () => as("generator").send(put("a")),
    },
    {
      what: "a put by who may only decrypt",
      refused: () => as("decrypter").send(put("a")),
      code: "AccessDenied",
      twin: () => as("generator").send(put("a")),
    },
    {
      what: "a get by who may not decrypt",
      refused: () => as("generator").send(get("seed")),
      code: "AccessDenied",
      says: /kms:Decrypt/,
      twin: () => as("decrypter").send(get("seed")),
    },
    {
      what: "an upload in parts by who may not decrypt",
      refused: () => uploadBy("generator"),
      code: "AccessDenied",
      says: /kms:Decrypt/,
      twin: () => uploadBy("uploader"),
    },
    {
      what: "a copy of what its reader may not decrypt",
      refused: () => as("generator").send(copy()),
      code: "AccessDenied",
      says: /kms:Decrypt/,
      twin: () => as("uploader").send(copy()),
    },
    {
      what: "another key in the header",
      refused: () => as("generator").send(put("a", sse(key("second")))),
      code: "AccessDenied",
      twin: () => as("generator").send(put("a", sse(key("default")))),
    },
    {
      what: "a key where the header asks for none",
      refused: () => as("keyless").send(put("a")),
      code: "AccessDenied",
      twin: () => as("keyless").send(put("a", { ServerSideEncryption: "AES256" })),
    },
    {
      what: "a disabled key",
      refused: () => as("anyKey").send(put("a", sse(key("disabled")))),
      code: "KMS.DisabledException",
      says: /^arn:aws:kms:.* is disabled\.$/,
      twin: () => as("anyKey").send(put("a", sse(key("second")))),
    },
    {
      what: "a key that is to be deleted",
      refused: () => as("anyKey").send(put("a", sse(key("pending")))),
      code: "KMS.KMSInvalidStateException",
      says: /is pending deletion\.$/,
      twin: () => as("anyKey").send(put("a", sse(key("second")))),
    },
    {
      what: "a key that does not exist",
      refused: () => as("anyKey").send(put("a", sse(`${key("second").slice(0, -12)}000000000000`))),
      code: "KMS.NotFoundException",
      twin: () => as("anyKey").send(put("a", sse(key("second")))),
    },
    {
      what: "a key whose own policy does not name the account",
      refused: () => as("anyKey").send(put("a", sse(key("closed")))),
      code: "AccessDenied",
      says: /no resource-based policy/,
      twin: () => as("keyless").send(put("a", sse(key("closed")))),
    },
    {
      what: "a key that serves another service only",
      refused: () => as("anyKey").send(put("a", sse(key("viaElsewhere")))),
      code: "AccessDenied",
      says: /with an explicit deny in a resource-based policy/,
      twin: () => as("anyKey").send(put("a", sse(key("viaS3")))),
    },
    {
      what: "a key that is allowed for the object, where there is a bucket key",
      refused: () => as("objectContext").send(put("a", { Bucket: shared })),
      code: "AccessDenied",
      twin: () => as("objectContext").send(put("a")),
    },
    {
      what: "a key that is allowed for the object, where the header asks for a bucket key",
      refused: () => as("objectContext").send(put("a", { ...sse(key("default")), BucketKeyEnabled: true })),
      code: "AccessDenied",
      twin: () => as("objectContext").send(put("a", sse(key("default")))),
    },
    {
      what: "a key that is allowed for the bucket, where there is no bucket key",
      refused: () => as("bucketContext").send(put("a")),
      code: "AccessDenied",
      twin: () => as("bucketContext").send(put("a", { Bucket: shared })),
    },
    {
      what: "a key without the alias that is allowed",
      refused: () => as("byAlias").send(put("a", sse(key("second")))),
      code: "AccessDenied",
      twin: () => as("byAlias").send(put("a")),
    },
    {
      what: "a key that is allowed from an address: S3 asks from none",
      refused: () => as("fromHere").send(put("a")),
      code: "AccessDenied",
      twin: () => as("generator").send(put("a")),
    },
    {
      what: "a key other than the bucket's policy asks for",
      refused: () => as("anyKey").send(put("second/a", sse(key("default")))),
      code: "AccessDenied",
      twin: () => as("anyKey").send(put("second/a", sse(key("second").replace(/^.*\//, "")))),
    },
    {
      what: "another account's put with a key whose policy does not name it",
      refused: () => as("neighbour").send(put("a")),
      code: "AccessDenied",
      says: /kms:GenerateDataKey/,
      twin: () => as("neighbour").send(put("a", sse(key("forNeighbour")))),
    },
    {
      what: "another account's put with the key that AWS manages",
      refused: () => as("neighbour").send(plainPut(sse())),
      code: "AccessDenied",
      twin: () => as("keyless").send(plainPut(sse())),
    },
    {
      what: "another account's alias, which is looked for in its own account",
      refused: () => as("neighbour").send(plainPut(sse(`alias/drop-${run}`))),
      code: "KMS.NotFoundException",
      twin: () => as("generator").send(plainPut(sse(`alias/drop-${run}`))),
    },
  ]);

  it("names the key of an object by its ARN, however the request names it", async () => {
    await as("generator").send(plainPut(sse(`alias/drop-${run}`)));
    const head = await as("administrator").send(new HeadObjectCommand({ Bucket: plain, Key: "a" }));
    assert.equal(head.SSEKMSKeyId, key("default"));
  });

  it("follows a key from one request to the next", async () => {
    await as("generator").send(put("a"));
    await kms(owner, "DisableKey", { KeyId: key("default") });
    await assert.rejects(as("generator").send(put("a")), { name: "KMS.DisabledException" });
    await kms(owner, "EnableKey", { KeyId: key("default") });
    await as("generator").send(put("a"));
  });
});

function copy(): CopyObjectCommand {
  return new CopyObjectCommand({ Bucket, Key: "c", CopySource: `${Bucket}/seed` });
}
