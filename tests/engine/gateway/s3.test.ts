/**
 * What S3 lets users of one account do, by their identity policies: each refusal beside its allowed twin.
 *
 * Does not prove bucket policies, KMS or access points, which stand in files of their own.
 */
import assert from "node:assert/strict";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketMetadataConfigurationCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { administrator, makeUser, policy, region, s3ClientOf, type Statement } from "./actors";
import { refuses } from "./refusals";
import { type Credentials, sendSigned } from "./signing";

const account = "111111111111";
const run = Date.now().toString(36);
const Bucket = `drop-${run}`;
const locked = `locked-${run}`;
const arn = `arn:aws:s3:::${Bucket}`;
const objects = `${arn}/*`;
const incoming = `${arn}/in/*`;

const on = (Resource: string, ...Action: string[]): Statement => ({ Action, Resource });

/** Users by what they may do. */
const users = {
  writer: [on(incoming, "s3:PutObject")],
  reader: [on(incoming, "s3:GetObject")],
  lister: [on(arn, "s3:ListBucket")],
  readerAndLister: [on(incoming, "s3:GetObject"), on(arn, "s3:ListBucket")],
  prefixLister: [
    { Action: "s3:ListBucket", Resource: arn, Condition: { StringLike: { "s3:prefix": ["in/*"] } } },
  ],
  fewLister: [
    {
      Action: "s3:ListBucket",
      Resource: arn,
      Condition: { NumericLessThanEquals: { "s3:max-keys": "5" }, StringEquals: { "s3:delimiter": "/" } },
    },
  ],
  deleter: [on(objects, "s3:DeleteObject")],
  incomingDeleter: [on(incoming, "s3:DeleteObject")],
  versionDeleter: [on(objects, "s3:DeleteObjectVersion")],
  versionReader: [on(objects, "s3:GetObjectVersion"), on(arn, "s3:ListBucketVersions")],
  tagger: [on(incoming, "s3:PutObject", "s3:PutObjectTagging")],
  teamTagger: [
    on(incoming, "s3:PutObject"),
    {
      Action: "s3:PutObjectTagging",
      Resource: incoming,
      Condition: {
        StringEquals: { "s3:RequestObjectTag/team": "blue" },
        "ForAllValues:StringEquals": { "s3:RequestObjectTagKeys": ["team"] },
      },
    },
  ],
  tagReader: [on(objects, "s3:GetObjectTagging")],
  openReader: [
    {
      Action: "s3:GetObject",
      Resource: objects,
      Condition: { StringEquals: { "s3:ExistingObjectTag/class": "open" } },
    },
  ],
  attributesReader: [on(objects, "s3:GetObject", "s3:GetObjectAttributes")],
  aclWriter: [on(incoming, "s3:PutObject", "s3:PutObjectAcl")],
  retainer: [on(`arn:aws:s3:::${locked}/*`, "s3:PutObject", "s3:PutObjectRetention")],
  holder: [on(`arn:aws:s3:::${locked}/*`, "s3:PutObject", "s3:PutObjectLegalHold")],
  lockedWriter: [on(`arn:aws:s3:::${locked}/*`, "s3:PutObject")],
  monthRetainer: [
    on(`arn:aws:s3:::${locked}/*`, "s3:PutObject"),
    {
      Action: "s3:PutObjectRetention",
      Resource: `arn:aws:s3:::${locked}/*`,
      Condition: { NumericLessThanEquals: { "s3:object-lock-remaining-retention-days": "30" } },
    },
  ],
  lockBreaker: [on(`arn:aws:s3:::${locked}/*`, "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention")],
  lockedDeleter: [on(`arn:aws:s3:::${locked}/*`, "s3:DeleteObjectVersion")],
  partLister: [on(incoming, "s3:ListMultipartUploadParts")],
  uploadLister: [on(arn, "s3:ListBucketMultipartUploads")],
  aborter: [on(incoming, "s3:AbortMultipartUpload")],
  copier: [on(incoming, "s3:PutObject"), on(objects, "s3:GetObject")],
  tagCopier: [
    on(incoming, "s3:PutObject", "s3:PutObjectTagging"),
    on(objects, "s3:GetObject", "s3:GetObjectTagging"),
  ],
  configurer: [
    on(
      arn,
      "s3:GetEncryptionConfiguration",
      "s3:PutBucketPublicAccessBlock",
      "s3:GetBucketMetadataTableConfiguration",
    ),
  ],
  creator: [on("arn:aws:s3:::made-*", "s3:CreateBucket", "s3:DeleteBucket")],
  bucketLister: [on("*", "s3:ListAllMyBuckets")],
  standardWriter: [
    {
      Action: "s3:PutObject",
      Resource: objects,
      Condition: { StringEquals: { "s3:x-amz-storage-class": "GLACIER" } },
    },
  ],
} satisfies Record<string, readonly Statement[]>;

const clients = new Map<string, S3Client>();
let credentials: Credentials | undefined;

function writerKeys(): Credentials {
  assert.ok(credentials !== undefined);
  return credentials;
}

const as = (name: keyof typeof users | "administrator"): S3Client => {
  const client = clients.get(name);
  assert.ok(client !== undefined, name);
  return client;
};

const put = (Key: string, more: object = {}) => new PutObjectCommand({ Bucket, Key, Body: "x", ...more });
const lockedPut = (Key: string, more: object) => {
  return new PutObjectCommand({
    Bucket: locked,
    Key,
    Body: "x",
    ...more,
  });
};
const get = (Key: string) => new GetObjectCommand({ Bucket, Key });
const copy = (Key: string, from: string) =>
  new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${from}` });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 - 60_000);
const retained = (days: number) => ({
  ObjectLockMode: "GOVERNANCE",
  ObjectLockRetainUntilDate: inDays(days),
});

async function begin(Key: string): Promise<string> {
  const begun = await as("administrator").send(new CreateMultipartUploadCommand({ Bucket, Key }));
  return begun.UploadId ?? "";
}

async function versionOf(Key: string): Promise<{ Bucket: string; Key: string; VersionId: string }> {
  const { VersionId = "" } = await as("administrator").send(put(Key));
  return { Bucket, Key, VersionId };
}

async function lockedVersion(Key: string): Promise<{ Bucket: string; Key: string; VersionId: string }> {
  const { VersionId = "" } = await as("administrator").send(lockedPut(Key, retained(1)));
  return { Bucket: locked, Key, VersionId };
}

describe("S3 by identity policies", () => {
  before(async () => {
    const owner = s3ClientOf(administrator(account));
    clients.set("administrator", owner);
    const configuration = { CreateBucketConfiguration: { LocationConstraint: region } } as const;
    await owner.send(new CreateBucketCommand({ Bucket, ...configuration }));
    await owner.send(
      new CreateBucketCommand({ Bucket: locked, ObjectLockEnabledForBucket: true, ...configuration }),
    );
    await owner.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    for (const key of ["in/seed", "out/seed"]) await owner.send(put(key));
    await owner.send(put("in/open", { Tagging: "class=open" }));
    await owner.send(put("in/secret", { Tagging: "class=secret" }));
    for (const [name, statements] of Object.entries(users)) {
      const keys = await makeUser(account, `${name}-${run}`, policy(...statements));
      if (name === "writer") credentials = keys;
      clients.set(name, s3ClientOf(keys));
    }
  });
  after(() => {
    for (const client of clients.values()) client.destroy();
  });

  refuses([
    {
      what: "a put outside the prefix",
      refused: () => as("writer").send(put("out/a")),
      code: "AccessDenied",
      says: /^Access Denied$/,
      twin: () => as("writer").send(put("in/a")),
    },
    {
      what: "a put whose key only looks to be below the prefix",
      refused: () => as("writer").send(put("other/../in/a")),
      code: "AccessDenied",
      twin: () => as("writer").send(put("in/../other/a")),
    },
    {
      what: "a get by who may only put",
      refused: () => as("writer").send(get("in/seed")),
      code: "AccessDenied",
      twin: () => as("reader").send(get("in/seed")),
    },
    {
      what: "a head by who may only put",
      refused: () => as("writer").send(new HeadObjectCommand({ Bucket, Key: "in/seed" })),
      code: 403,
      twin: () => as("reader").send(new HeadObjectCommand({ Bucket, Key: "in/seed" })),
    },
    {
      what: "a list by who may only put",
      refused: () => as("writer").send(new ListObjectsV2Command({ Bucket })),
      code: "AccessDenied",
      twin: () => as("lister").send(new ListObjectsV2Command({ Bucket })),
    },
    {
      what: "a head of the bucket by who may only put",
      refused: () => as("writer").send(new HeadBucketCommand({ Bucket })),
      code: 403,
      twin: () => as("lister").send(new HeadBucketCommand({ Bucket })),
    },
    {
      what: "a delete by who may only put",
      refused: () => as("writer").send(new DeleteObjectCommand({ Bucket, Key: "in/a" })),
      code: "AccessDenied",
      twin: () => as("deleter").send(new DeleteObjectCommand({ Bucket, Key: "in/a" })),
    },
    {
      what: "the delete of a version by who may delete objects",
      refused: async () => as("deleter").send(new DeleteObjectCommand(await versionOf("in/b"))),
      code: "AccessDenied",
      twin: async () => as("versionDeleter").send(new DeleteObjectCommand(await versionOf("in/b"))),
    },
    {
      what: "the get of a version by who may get objects",
      refused: async () => as("reader").send(new GetObjectCommand(await versionOf("in/b"))),
      code: "AccessDenied",
      twin: async () => as("versionReader").send(new GetObjectCommand(await versionOf("in/b"))),
    },
    {
      what: "a list of versions by who may list objects",
      refused: () => as("lister").send(new ListObjectVersionsCommand({ Bucket })),
      code: "AccessDenied",
      twin: () => as("versionReader").send(new ListObjectVersionsCommand({ Bucket })),
    },
    {
      what: "a list of another prefix",
      refused: () => as("prefixLister").send(new ListObjectsV2Command({ Bucket, Prefix: "out/" })),
      code: "AccessDenied",
      twin: () => as("prefixLister").send(new ListObjectsV2Command({ Bucket, Prefix: "in/" })),
    },
    {
      what: "a list without the prefix",
      refused: () => as("prefixLister").send(new ListObjectsV2Command({ Bucket })),
      code: "AccessDenied",
      twin: () => as("prefixLister").send(new ListObjectsV2Command({ Bucket, Prefix: "in/s" })),
    },
    {
      what: "a list of more keys than allowed",
      refused: () => as("fewLister").send(new ListObjectsV2Command({ Bucket, Delimiter: "/", MaxKeys: 6 })),
      code: "AccessDenied",
      twin: () => as("fewLister").send(new ListObjectsV2Command({ Bucket, Delimiter: "/", MaxKeys: 5 })),
    },
    {
      what: "a key that is not there, for who may not list",
      refused: () => as("reader").send(get("in/none")),
      code: "AccessDenied",
      twin: () => as("reader").send(get("in/seed")),
    },
    {
      what: "a key that is not there, for who may list",
      refused: () => as("readerAndLister").send(get("in/none")),
      code: "NoSuchKey",
      twin: () => as("readerAndLister").send(get("in/seed")),
    },
    {
      what: "a bucket that is not there",
      refused: () =>
        as("writer").send(new PutObjectCommand({ Bucket: `none-${run}`, Key: "in/a", Body: "x" })),
      code: "NoSuchBucket",
      twin: () => as("writer").send(put("in/a")),
    },
    {
      what: "a put with tags by who may only put",
      refused: () => as("writer").send(put("in/a", { Tagging: "a=b" })),
      code: "AccessDenied",
      twin: () => as("tagger").send(put("in/a", { Tagging: "a=b" })),
    },
    {
      what: "tagging by who may only put",
      refused: () => as("writer").send(tag("in/seed", "a")),
      code: "AccessDenied",
      twin: () => as("tagger").send(tag("in/seed", "a")),
    },
    {
      what: "a tag with another value than allowed",
      refused: () => as("teamTagger").send(put("in/a", { Tagging: "team=red" })),
      code: "AccessDenied",
      twin: () => as("teamTagger").send(put("in/a", { Tagging: "team=blue" })),
    },
    {
      what: "a further tag than allowed",
      refused: () => as("teamTagger").send(put("in/a", { Tagging: "team=blue&x=y" })),
      code: "AccessDenied",
      twin: () => as("teamTagger").send(put("in/a", { Tagging: "team=blue" })),
    },
    {
      what: "a get of an object whose tag says no",
      refused: () => as("openReader").send(get("in/secret")),
      code: "AccessDenied",
      twin: () => as("openReader").send(get("in/open")),
    },
    {
      what: "reading tags by who may read objects",
      refused: () => as("reader").send(new GetObjectTaggingCommand({ Bucket, Key: "in/seed" })),
      code: "AccessDenied",
      twin: () => as("tagReader").send(new GetObjectTaggingCommand({ Bucket, Key: "in/seed" })),
    },
    {
      what: "reading attributes by who may read objects",
      refused: () => as("reader").send(attributes("in/seed")),
      code: "AccessDenied",
      twin: () => as("attributesReader").send(attributes("in/seed")),
    },
    {
      what: "a put with an ACL by who may only put",
      refused: () => as("writer").send(put("in/a", { ACL: "bucket-owner-full-control" })),
      code: "AccessDenied",
      twin: () => as("aclWriter").send(put("in/a", { ACL: "bucket-owner-full-control" })),
    },
    {
      what: "an ACL where the bucket has none",
      refused: () => as("aclWriter").send(put("in/a", { ACL: "public-read" })),
      code: "AccessControlListNotSupported",
      twin: () => as("aclWriter").send(put("in/a", { ACL: "bucket-owner-full-control" })),
    },
    {
      what: "a put with retention by who may only put",
      refused: () => as("lockedWriter").send(lockedPut("a", retained(1))),
      code: "AccessDenied",
      twin: () => as("retainer").send(lockedPut("a", retained(1))),
    },
    {
      what: "a longer retention than allowed",
      refused: () => as("monthRetainer").send(lockedPut("a", retained(31))),
      code: "AccessDenied",
      twin: () => as("monthRetainer").send(lockedPut("a", retained(30))),
    },
    {
      what: "a put with a legal hold by who may only retain",
      refused: () => as("retainer").send(lockedPut("a", { ObjectLockLegalHoldStatus: "ON" })),
      code: "AccessDenied",
      twin: () => as("holder").send(lockedPut("a", { ObjectLockLegalHoldStatus: "ON" })),
    },
    {
      what: "breaking governance by who may only delete versions",
      refused: async () => {
        const version = await lockedVersion("governed");
        return as("lockedDeleter").send(
          new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true }),
        );
      },
      code: "AccessDenied",
      twin: async () => {
        const version = await lockedVersion("governed");
        return as("lockBreaker").send(
          new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true }),
        );
      },
    },
    {
      what: "a storage class other than allowed",
      refused: () => as("standardWriter").send(put("in/a")),
      code: "AccessDenied",
      twin: () => as("standardWriter").send(put("in/a", { StorageClass: "GLACIER" })),
    },
    {
      what: "an upload that begins outside the prefix",
      refused: () => as("writer").send(new CreateMultipartUploadCommand({ Bucket, Key: "out/m" })),
      code: "AccessDenied",
      twin: () => as("writer").send(new CreateMultipartUploadCommand({ Bucket, Key: "in/m" })),
    },
    {
      what: "a part of an upload outside the prefix",
      refused: async () => as("writer").send(part("out/m", await begin("out/m"))),
      code: "AccessDenied",
      twin: async () => as("writer").send(part("in/m", await begin("in/m"))),
    },
    {
      what: "a part whose upload is of another key",
      refused: async () => as("writer").send(part("in/m", await begin("out/m"))),
      code: "NoSuchUpload",
      twin: async () => as("writer").send(part("in/m", await begin("in/m"))),
    },
    {
      what: "completing an upload outside the prefix",
      refused: () => completed("out/m"),
      code: "AccessDenied",
      twin: () => completed("in/m"),
    },
    {
      what: "listing parts by who may only put",
      refused: async () => as("writer").send(parts("in/m", await begin("in/m"))),
      code: "AccessDenied",
      twin: async () => as("partLister").send(parts("in/m", await begin("in/m"))),
    },
    {
      what: "aborting an upload by who may only put",
      refused: async () => as("writer").send(abort("in/m", await begin("in/m"))),
      code: "AccessDenied",
      twin: async () => as("aborter").send(abort("in/m", await begin("in/m"))),
    },
    {
      what: "listing uploads by who may list objects",
      refused: () => as("lister").send(new ListMultipartUploadsCommand({ Bucket })),
      code: "AccessDenied",
      twin: () => as("uploadLister").send(new ListMultipartUploadsCommand({ Bucket })),
    },
    {
      what: "a copy by who may not read its source",
      refused: () => as("writer").send(copy("in/c", "in/seed")),
      code: "AccessDenied",
      twin: () => as("copier").send(copy("in/c", "out/seed")),
    },
    {
      what: "a copy to outside the prefix",
      refused: () => as("copier").send(copy("out/c", "out/seed")),
      code: "AccessDenied",
      twin: () => as("copier").send(copy("in/c", "out/seed")),
    },
    {
      what: "a copy of a tagged object by who may not tag",
      refused: () => as("copier").send(copy("in/c", "in/open")),
      code: "AccessDenied",
      twin: () => as("tagCopier").send(copy("in/c", "in/open")),
    },
    {
      what: "a part copied by who may not read its source",
      refused: async () => as("writer").send(partCopy("in/m", await begin("in/m"))),
      code: "AccessDenied",
      twin: async () => as("copier").send(partCopy("in/m", await begin("in/m"))),
    },
    {
      what: "reading the encryption by who may not",
      refused: () => as("lister").send(new GetBucketEncryptionCommand({ Bucket })),
      code: "AccessDenied",
      twin: () => as("configurer").send(new GetBucketEncryptionCommand({ Bucket })),
    },
    {
      what: "taking the public access block away by who may not",
      refused: () => as("lister").send(blockPublic()),
      code: "AccessDenied",
      twin: () => as("configurer").send(blockPublic()),
    },
    {
      what: "making a bucket of another name than allowed",
      refused: () => as("creator").send(create(`other-${run}`)),
      code: "AccessDenied",
      twin: () => as("creator").send(create(`made-${run}`)),
    },
    {
      what: "making a bucket with an ACL other than the default by who may only make it",
      refused: () => as("creator").send(create(`made-acl-${run}`, { ACL: "public-read" })),
      code: "AccessDenied",
      twin: () => as("creator").send(create(`made-plain-${run}`, { ACL: "private" })),
    },
    {
      what: "deleting another bucket than allowed",
      refused: () => as("creator").send(new DeleteBucketCommand({ Bucket })),
      code: "AccessDenied",
      twin: async () => {
        await as("creator").send(create(`made-gone-${run}`));
        return as("creator").send(new DeleteBucketCommand({ Bucket: `made-gone-${run}` }));
      },
    },
    {
      what: "listing buckets by who may not",
      refused: () => as("lister").send(new ListBucketsCommand({})),
      code: "AccessDenied",
      twin: () => as("bucketLister").send(new ListBucketsCommand({})),
    },
    {
      what: "what the store would take for a list of objects",
      refused: () => as("configurer").send(new GetBucketMetadataConfigurationCommand({ Bucket })),
      code: "NotImplemented",
      twin: () => as("configurer").send(new GetBucketEncryptionCommand({ Bucket })),
    },
  ]);

  it("takes the bucket from the host as from the path", async () => {
    const { port } = new URL(process.env.AWS_ENDPOINT_URL ?? "");
    for (const suffix of ["localhost", "s3.localhost", `s3.${region}.localhost`]) {
      const request = {
        service: "s3",
        region,
        method: "PUT",
        host: `${Bucket}.${suffix}:${port}`,
        body: "x",
      };
      const inside = await sendSigned({ ...request, target: "/in/by-host" }, writerKeys());
      assert.equal(inside.httpStatus, 200, inside.body);
      const outside = await sendSigned({ ...request, target: `/${Bucket}/in/by-host` }, writerKeys());
      assert.equal(outside.httpStatus, 403, outside.body);
    }
    const { Contents } = await as("administrator").send(
      new ListObjectsV2Command({ Bucket, Prefix: "in/by-" }),
    );
    assert.deepEqual(
      Contents?.map(({ Key }) => Key),
      ["in/by-host"],
    );
  });

  it("deletes of several objects those that may be deleted, and says which were refused", async () => {
    const owner = as("administrator");
    for (const key of ["in/x", "out/x", "in/<&>"]) await owner.send(put(key));
    const Objects = ["in/x", "out/x", "in/<&>"].map((Key) => ({ Key }));
    const answer = await as("incomingDeleter").send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    assert.deepEqual(answer.Deleted?.map(({ Key }) => Key).sort(), ["in/<&>", "in/x"]);
    assert.deepEqual(
      answer.Errors?.map(({ Key, Code }) => [Key, Code]),
      [["out/x", "AccessDenied"]],
    );
    const left = await owner.send(new ListObjectsV2Command({ Bucket, Prefix: "out/" }));
    assert.ok(left.Contents?.some(({ Key }) => Key === "out/x"));
    const none = await as("writer").send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    assert.equal(none.Errors?.length, 3);
  });
});

function tag(Key: string, name: string): PutObjectTaggingCommand {
  return new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [{ Key: name, Value: "b" }] } });
}

function attributes(Key: string): GetObjectAttributesCommand {
  return new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ["ETag"] });
}

function part(Key: string, UploadId: string): UploadPartCommand {
  return new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "x" });
}

function partCopy(Key: string, UploadId: string): UploadPartCopyCommand {
  return new UploadPartCopyCommand({
    Bucket,
    Key,
    UploadId,
    PartNumber: 1,
    CopySource: `${Bucket}/out/seed`,
  });
}

function parts(Key: string, UploadId: string): ListPartsCommand {
  return new ListPartsCommand({ Bucket, Key, UploadId });
}

function abort(Key: string, UploadId: string): AbortMultipartUploadCommand {
  return new AbortMultipartUploadCommand({ Bucket, Key, UploadId });
}

/** Begun and filled by the administrator, completed by the writer. */
async function completed(Key: string): Promise<unknown> {
  const UploadId = await begin(Key);
  const { ETag } = await as("administrator").send(part(Key, UploadId));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  return as("writer").send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
}

function blockPublic(): PutPublicAccessBlockCommand {
  return new PutPublicAccessBlockCommand({
    Bucket,
    PublicAccessBlockConfiguration: { BlockPublicAcls: true },
  });
}

function create(name: string, more: object = {}): CreateBucketCommand {
  return new CreateBucketCommand({
    Bucket: name,
    CreateBucketConfiguration: { LocationConstraint: region },
    ...more,
  });
}
