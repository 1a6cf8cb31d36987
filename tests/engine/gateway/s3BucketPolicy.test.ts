/**
 * What bucket policies decide, within an account and across accounts, on requests in headers and in presigned URLs;
 * and which bucket policies S3 does not take.
 *
 * TLS, addresses, endpoints and the time are played by headers that only the local AWS knows.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import {
  administrator,
  iamClientOf,
  makeUser,
  type Played,
  policy,
  region,
  s3ClientOf,
  type Statement,
} from "./actors";
import { refuses } from "./refusals";
import { type Credentials, presign, sendRaw } from "./signing";

const owner = "111111111111";
const other = "222222222222";
const run = Date.now().toString(36);
const Bucket = `ruled-${run}`;
const arn = `arn:aws:s3:::${Bucket}`;
const at = (prefix: string) => `${arn}/${prefix}/*`;
const theirs = `theirs-${run}`;
const open = `open-${run}`;

const credentials = new Map<string, Credentials>();
const clients: S3Client[] = [];

const roleArn = (name: string) => `arn:aws:iam::${owner}:role/${name}-${run}`;
const userArn = (account: string, name: string) => `arn:aws:iam::${account}:user/${name}-${run}`;

function as(name: string, played: Played = {}): S3Client {
  const found = credentials.get(name);
  assert.ok(found !== undefined, name);
  const client = s3ClientOf(found, played);
  clients.push(client);
  return client;
}

const put = (Key: string, more: object = {}) => new PutObjectCommand({ Bucket, Key, Body: "x", ...more });
const get = (Key: string) => new GetObjectCommand({ Bucket, Key });

const deny = (prefix: string, Condition: object, more: object = {}): Statement => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:PutObject",
  Resource: at(prefix),
  Condition,
  ...more,
});

/** What the bucket's policy says of each prefix. */
const bucketPolicy = (): readonly Statement[] => [
  deny("tls", { Bool: { "aws:SecureTransport": "false" } }),
  deny("tls", { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
  deny("network", { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
  deny("begun", { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } }),
  deny("ended", { DateGreaterThanEquals: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }),
  deny("endpoint", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } }),
  deny("encrypted", { Null: { "s3:x-amz-server-side-encryption": "true" } }),
  deny("once", { Null: { "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } }),
  deny("role", { ArnNotEquals: { "aws:PrincipalArn": roleArn("chosen") } }),
  {
    Effect: "Deny",
    NotPrincipal: {
      AWS: [owner, roleArn("chosen"), `arn:aws:sts::${owner}:assumed-role/chosen-${run}/session`],
    },
    Action: "s3:PutObject",
    Resource: at("not-principal"),
  },
  deny("young", { NumericGreaterThan: { "s3:signatureAge": "60000" } }),
  deny("in-header", { StringNotEquals: { "s3:authType": "REST-HEADER" } }),
  deny("sigv4", { StringNotEquals: { "s3:signatureversion": "AWS4-HMAC-SHA256" } }),
  deny("owner-acl", { StringNotEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } }),
  {
    Principal: { AWS: ["both", "bucketOnly", "carrier"].map((name) => userArn(other, name)) },
    Action: ["s3:PutObject", "s3:GetObject"],
    Resource: at("shared"),
  },
  { Principal: { AWS: userArn(owner, "named") }, Action: "s3:PutObject", Resource: at("named") },
];

async function makeRole(name: string): Promise<void> {
  const iam = iamClientOf(owner);
  const RoleName = `${name}-${run}`;
  const trust = policy({ Principal: { AWS: owner }, Action: "sts:AssumeRole" } as unknown as Statement);
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  const PolicyDocument = policy({ Action: "s3:PutObject", Resource: `${arn}/*` });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "put", PolicyDocument }));
  iam.destroy();
  const sts = new STSClient({
    region,
    endpoint: process.env.AWS_ENDPOINT_URL ?? "",
    credentials: administrator(owner),
  });
  const assumed = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn(name), RoleSessionName: "session" }),
  );
  sts.destroy();
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = assumed.Credentials ?? {};
  credentials.set(name, {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  });
}

/** Puts through a presigned URL. @throws an error like the SDK's when it is refused */
async function putPresigned(name: string, key: string, ageSeconds = 0, expiresSeconds = 300): Promise<void> {
  const unsigned = { service: "s3", region, method: "PUT", target: `/${Bucket}/${key}` };
  const signedAt = new Date(Date.now() - ageSeconds * 1_000);
  const target = presign(unsigned, credentials.get(name) ?? administrator(""), expiresSeconds, signedAt);
  throwRefusal(await sendRaw("PUT", target, { host: new URL(process.env.AWS_ENDPOINT_URL ?? "").host }, "x"));
}

async function anonymous(method: string, bucket: string, key: string): Promise<void> {
  const { host } = new URL(process.env.AWS_ENDPOINT_URL ?? "");
  throwRefusal(await sendRaw(method, `/${bucket}/${key}`, { host }));
}

function throwRefusal({ httpStatus, body }: { readonly httpStatus: number; readonly body: string }): void {
  if (httpStatus < 300) return;
  const [, code = "none"] = /<Code>(\w+)<\/Code>/.exec(body) ?? [];
  throw Object.assign(new Error(body), { name: code, $metadata: { httpStatusCode: httpStatus } });
}

const putPolicy = (text: string, bucket = Bucket) => {
  return as("administrator").send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: text }));
};
const putStatements = (...statements: readonly Statement[]) =>
  putPolicy(policy(...bucketPolicy(), ...statements));
const allowTo = (principal: unknown, Resource: string | readonly string[] = at("x")): Statement => ({
  Principal: principal,
  Action: "s3:PutObject",
  Resource,
});

/** The same bucket opened to everyone, with Block Public Access as given. */
async function getOpen(restrictPublicBuckets: boolean): Promise<void> {
  await as("administrator").send(
    new PutPublicAccessBlockCommand({
      Bucket: open,
      PublicAccessBlockConfiguration: { RestrictPublicBuckets: restrictPublicBuckets },
    }),
  );
  await anonymous("GET", open, "a");
}

/** @param serverSideEncryption of the request that begins it; its parts say nothing */
async function upload(serverSideEncryption: object): Promise<void> {
  const client = as("writer");
  const Key = "encrypted/m";
  const begun = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...serverSideEncryption }));
  const UploadId = begun.UploadId ?? "";
  const { ETag } = await client.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "x" }),
  );
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
}

describe("S3 by bucket policies", () => {
  before(async () => {
    credentials.set("administrator", administrator(owner));
    credentials.set("theirAdministrator", administrator(other));
    const configuration = { CreateBucketConfiguration: { LocationConstraint: region } } as const;
    for (const name of [Bucket, open]) {
      await as("administrator").send(new CreateBucketCommand({ Bucket: name, ...configuration }));
    }
    await as("theirAdministrator").send(new CreateBucketCommand({ Bucket: theirs, ...configuration }));
    const user = async (account: string, name: string, ...statements: readonly Statement[]) => {
      const document = policy({ Action: "s3:ListAllMyBuckets", Resource: "*" }, ...statements);
      credentials.set(name, await makeUser(account, `${name}-${run}`, document));
    };
    const all = { Action: ["s3:PutObject", "s3:PutObjectAcl", "s3:GetObject"], Resource: [`${arn}/*`] };
    await user(owner, "writer", all);
    await user(owner, "named");
    await user(owner, "unnamed");
    await user(other, "both", all);
    await user(other, "carrier", all, {
      Action: ["s3:PutObjectTagging", "s3:GetObject", "s3:GetObjectTagging"],
      Resource: [`${arn}/*`, `arn:aws:s3:::${theirs}/*`],
    });
    await user(other, "identityOnly", all);
    await user(other, "bucketOnly");
    await makeRole("chosen");
    await makeRole("unchosen");
    await as("administrator").send(put("shared/seed"));
    await as("administrator").send(put("once/there"));
    const carried = { Metadata: { from: "there" }, ContentType: "text/csv" };
    for (const Key of ["plain", "tagged"]) {
      const tags = Key === "tagged" ? { Tagging: "team=blue" } : {};
      await as("theirAdministrator").send(
        new PutObjectCommand({ Bucket: theirs, Key, Body: "carried", ...carried, ...tags }),
      );
    }
    await as("administrator").send(new PutObjectCommand({ Bucket: open, Key: "a", Body: "x" }));
    await putStatements();
    await as("administrator").send(
      new PutPublicAccessBlockCommand({ Bucket: open, PublicAccessBlockConfiguration: {} }),
    );
    await putPolicy(
      policy({ Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${open}/*` }),
      open,
    );
  });
  after(() => {
    for (const client of clients) client.destroy();
  });

  refuses([
    {
      what: "a put without TLS",
      refused: () => as("writer", { "x-xput-tls": "none" }).send(put("tls/a")),
      code: "AccessDenied",
      twin: () => as("writer").send(put("tls/a")),
    },
    {
      what: "a put with TLS 1.1",
      refused: () => as("writer", { "x-xput-tls": "1.1" }).send(put("tls/a")),
      code: "AccessDenied",
      twin: () => as("writer", { "x-xput-tls": "1.2" }).send(put("tls/a")),
    },
    {
      what: "a put from another network",
      refused: () => as("writer", { "x-xput-source-ip": "198.51.100.1" }).send(put("network/a")),
      code: "AccessDenied",
      twin: () => as("writer", { "x-xput-source-ip": "203.0.113.9" }).send(put("network/a")),
    },
    {
      what: "a put through another VPC endpoint",
      refused: () => as("writer", { "x-xput-source-vpce": "vpce-2" }).send(put("endpoint/a")),
      code: "AccessDenied",
      twin: () => as("writer", { "x-xput-source-vpce": "vpce-1" }).send(put("endpoint/a")),
    },
    {
      what: "a put through no VPC endpoint",
      refused: () => as("writer").send(put("endpoint/a")),
      code: "AccessDenied",
      twin: () => as("writer", { "x-xput-source-vpce": "vpce-1" }).send(put("endpoint/a")),
    },
    {
      what: "a put before a window begins",
      refused: () => as("writer").send(put("begun/a")),
      code: "AccessDenied",
      twin: () => as("writer", { "x-xput-time": "2030-01-01T00:00:00Z" }).send(put("begun/a")),
    },
    {
      what: "a put when a window has ended",
      refused: () => as("writer", { "x-xput-time": "2020-01-01T00:00:00Z" }).send(put("ended/a")),
      code: "AccessDenied",
      twin: () => as("writer", { "x-xput-time": "2019-12-31T23:59:59Z" }).send(put("ended/a")),
    },
    {
      what: "a put that says no encryption",
      refused: () => as("writer").send(put("encrypted/a")),
      code: "AccessDenied",
      twin: () => as("writer").send(put("encrypted/a", { ServerSideEncryption: "AES256" })),
    },
    {
      what: "an upload that says no encryption",
      refused: () => upload({}),
      code: "AccessDenied",
      twin: () => upload({ ServerSideEncryption: "AES256" }),
    },
    {
      what: "a put that may overwrite",
      refused: () => as("writer").send(put("once/a")),
      code: "AccessDenied",
      twin: () => as("writer").send(put(`once/${Math.random()}`, { IfNoneMatch: "*" })),
    },
    {
      what: "a put to a key that is there",
      refused: () => as("writer").send(put("once/there", { IfNoneMatch: "*" })),
      code: "PreconditionFailed",
      twin: () => as("writer").send(put(`once/${Math.random()}`, { IfNoneMatch: "*" })),
    },
    {
      what: "a copy over a key that is there",
      refused: () => as("writer").send(copyOnce("once/there", { IfNoneMatch: "*" })),
      code: "NotImplemented",
      twin: () => as("writer").send(copyOnce("plain/c")),
    },
    {
      what: "a copy that may overwrite",
      refused: () => as("writer").send(copyOnce("once/there")),
      code: "AccessDenied",
      twin: () => as("writer").send(copyOnce("plain/c")),
    },
    {
      what: "a put by another role than the named one",
      refused: () => as("unchosen").send(put("role/a")),
      code: "AccessDenied",
      twin: () => as("chosen").send(put("role/a")),
    },
    {
      what: "a put by whom NotPrincipal does not spare",
      refused: () => as("unchosen").send(put("not-principal/a")),
      code: "AccessDenied",
      twin: () => as("chosen").send(put("not-principal/a")),
    },
    {
      what: "a put without the ACL that the policy asks for",
      refused: () => as("writer").send(put("owner-acl/a")),
      code: "AccessDenied",
      twin: () => as("writer").send(put("owner-acl/a", { ACL: "bucket-owner-full-control" })),
    },
    {
      what: "a put by who is named by neither side",
      refused: () => as("unnamed").send(put("named/a")),
      code: "AccessDenied",
      twin: () => as("named").send(put("named/a")),
    },
    {
      what: "a put from another account that only its own policy allows",
      refused: () => as("identityOnly").send(put("shared/a")),
      code: "AccessDenied",
      twin: () => as("both").send(put("shared/a")),
    },
    {
      what: "a put from another account that only the bucket allows",
      refused: () => as("bucketOnly").send(put("shared/a")),
      code: "AccessDenied",
      twin: () => as("both").send(put("shared/a")),
    },
    {
      what: "a put from another account below another prefix",
      refused: () => as("both").send(put("named/a")),
      code: "AccessDenied",
      twin: () => as("both").send(put("shared/a")),
    },
    {
      what: "the root of another account",
      refused: () => as("theirAdministrator").send(get("shared/seed")),
      code: "AccessDenied",
      twin: () => as("administrator").send(get("shared/seed")),
    },
    {
      what: "a put to a bucket of another owner than expected",
      refused: () => as("both").send(put("shared/a", { ExpectedBucketOwner: other })),
      code: "AccessDenied",
      twin: () => as("both").send(put("shared/a", { ExpectedBucketOwner: owner })),
    },
    {
      what: "a copy from a bucket of another owner than expected",
      refused: () => as("both").send(copyShared({ ExpectedSourceBucketOwner: other })),
      code: "AccessDenied",
      twin: () => as("both").send(copyShared({ ExpectedSourceBucketOwner: owner })),
    },
    {
      what: "a copy from a bucket of another account by who may not read it",
      refused: () => as("both").send(carry("plain")),
      code: "AccessDenied",
      twin: () => as("carrier").send(carry("plain")),
    },
    {
      what: "a copy from a bucket of another account to where the bucket does not let it",
      refused: () => as("carrier").send(carry("plain", { Key: "named/c" })),
      code: "AccessDenied",
      twin: () => as("carrier").send(carry("plain")),
    },
    {
      what: "a copy of an object of another account that is not there",
      refused: () => as("carrier").send(carry("none")),
      code: "AccessDenied",
      twin: () => as("carrier").send(carry("plain")),
    },
    {
      what: "a copy with tags to a bucket that lets nobody else tag",
      refused: () => as("carrier").send(carry("tagged")),
      code: "AccessDenied",
      twin: () => as("carrier").send(carry("tagged", { TaggingDirective: "REPLACE" })),
    },
    {
      what: "a get without credentials",
      refused: () => anonymous("GET", Bucket, "shared/seed"),
      code: "AccessDenied",
      twin: () => anonymous("GET", open, "a"),
    },
    {
      what: "a public bucket that Block Public Access restricts",
      refused: () => getOpen(true),
      code: "AccessDenied",
      twin: () => getOpen(false),
    },
    {
      what: "a presigned put by who may not put",
      refused: () => putPresigned("unnamed", "named/p"),
      code: "AccessDenied",
      twin: () => putPresigned("named", "named/p"),
    },
    {
      what: "a presigned put by a session that is not the named role's",
      refused: () => putPresigned("unchosen", "role/p"),
      code: "AccessDenied",
      twin: () => putPresigned("chosen", "role/p"),
    },
    {
      what: "a presigned URL that has expired",
      refused: () => putPresigned("writer", "plain/p", 400, 300),
      code: "AccessDenied",
      says: /expired/,
      twin: () => putPresigned("writer", "plain/p", 200, 300),
    },
    {
      what: "a presigned URL older than the policy allows",
      refused: () => putPresigned("writer", "young/p", 90),
      code: "AccessDenied",
      twin: () => putPresigned("writer", "young/p", 30),
    },
    {
      what: "a presigned URL where only headers are allowed",
      refused: () => putPresigned("writer", "in-header/p"),
      code: "AccessDenied",
      twin: () => as("writer").send(put("in-header/p")),
    },
    {
      what: "a policy for a role that does not exist",
      refused: () => putStatements(allowTo({ AWS: roleArn("nobody") })),
      code: "MalformedPolicy",
      says: /^Invalid principal in policy$/,
      twin: () => putStatements(allowTo({ AWS: roleArn("chosen") })),
    },
    {
      what: "a policy for a user that does not exist",
      refused: () => putStatements(allowTo({ AWS: userArn(other, "nobody") })),
      code: "MalformedPolicy",
      says: /^Invalid principal in policy$/,
      twin: () => putStatements(allowTo({ AWS: userArn(other, "both") })),
    },
    {
      what: "a policy for a wildcard in an ARN",
      refused: () => putStatements(allowTo({ AWS: `arn:aws:iam::${other}:role/*` })),
      code: "MalformedPolicy",
      says: /^Invalid principal in policy$/,
      twin: () => putStatements(allowTo({ AWS: `arn:aws:iam::${other}:root` })),
    },
    {
      what: "a policy about another bucket",
      refused: () => putStatements(allowTo({ AWS: other }, `arn:aws:s3:::${theirs}/*`)),
      code: "MalformedPolicy",
      says: /^Policy has invalid resource$/,
      twin: () => putStatements(allowTo({ AWS: other })),
    },
    {
      what: "a policy whose action is none of the resource's",
      refused: () => putStatements(allowTo({ AWS: other }, arn)),
      code: "MalformedPolicy",
      says: /^Action does not apply to any resource\(s\) in statement$/,
      twin: () => putStatements(allowTo({ AWS: other }, [arn, at("x")])),
    },
    {
      what: "a policy that is no JSON",
      refused: () => putPolicy("{not json}"),
      code: "MalformedPolicy",
      twin: () => putStatements(),
    },
    {
      what: "a policy that is too large",
      refused: () => putStatements(allowTo({ AWS: other }, at("x".repeat(20_480)))),
      code: "PolicyTooLarge",
      twin: () => putStatements(allowTo({ AWS: other }, at("x".repeat(10_000)))),
    },
    {
      what: "a public policy where Block Public Access is on",
      refused: () => putStatements(allowTo("*")),
      code: "AccessDenied",
      says: /BlockPublicPolicy/,
      twin: () =>
        putStatements({
          ...allowTo("*"),
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
        }),
    },
  ]);

  it("lets exactly one of many puts to a new key pass", async () => {
    const client = as("writer");
    const puts = Array.from({ length: 20 }, () => client.send(put("once/new", { IfNoneMatch: "*" })));
    const outcomes = await Promise.allSettled(puts);
    const lost = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [(outcome.reason as Error).name] : [],
    );
    assert.deepEqual(
      lost,
      Array.from({ length: 19 }, () => "PreconditionFailed"),
    );
  });

  it("copies from a bucket of another account what is there, with what is said about it", async () => {
    const { CopyObjectResult } = await as("carrier").send(carry("plain"));
    const found = await as("administrator").send(get("shared/c"));
    assert.equal(await found.Body?.transformToString(), "carried");
    assert.equal(found.ContentType, "text/csv");
    assert.deepEqual(found.Metadata, { from: "there" });
    assert.equal(found.ETag, CopyObjectResult?.ETag);
  });

  it("copies from a bucket of another account however long it is, whole and in parts", async () => {
    const bytes = 24 * 1024 * 1024;
    const body = randomBytes(bytes);
    const theirClient = s3ClientOf(administrator(other));
    clients.push(theirClient);
    await theirClient.send(new PutObjectCommand({ Bucket: theirs, Key: "long", Body: body }));
    const carrier = as("carrier");
    await carrier.send(carry("long"));
    const whole = await as("administrator").send(get("shared/c"));
    assert.ok(Buffer.from((await whole.Body?.transformToByteArray()) ?? []).equals(body));

    const place = { Bucket, Key: "shared/parts" };
    const { UploadId } = await carrier.send(new CreateMultipartUploadCommand(place));
    const half = bytes / 2;
    const part = (PartNumber: number, CopySourceRange: string, source = "long") =>
      new UploadPartCopyCommand({
        ...place,
        UploadId,
        PartNumber,
        CopySource: `${theirs}/${source}`,
        CopySourceRange,
      });
    const parts = [];
    for (const [index, range] of [`bytes=0-${half - 1}`, `bytes=${half}-${bytes - 1}`].entries()) {
      const { CopyPartResult } = await carrier.send(part(index + 1, range));
      parts.push({ PartNumber: index + 1, ETag: CopyPartResult?.ETag });
    }
    await assert.rejects(carrier.send(part(3, `bytes=0-${bytes}`)), { name: "InvalidArgument" });
    await assert.rejects(carrier.send(part(3, `bytes=0-1`, "hidden/a")), { name: "AccessDenied" });
    const complete = { ...place, UploadId, MultipartUpload: { Parts: parts } };
    await carrier.send(new CompleteMultipartUploadCommand(complete));
    const found = await as("administrator").send(get("shared/parts"));
    assert.ok(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body));
  });
});

/** A copy from the other account's bucket. */
function carry(from: string, more: object = {}): CopyObjectCommand {
  return new CopyObjectCommand({ Bucket, Key: "shared/c", CopySource: `${theirs}/${from}`, ...more });
}

function copyOnce(Key: string, more: object = {}): CopyObjectCommand {
  return new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/once/there`, ...more });
}

function copyShared(more: object): CopyObjectCommand {
  return new CopyObjectCommand({ Bucket, Key: "shared/c", CopySource: `${Bucket}/shared/seed`, ...more });
}
