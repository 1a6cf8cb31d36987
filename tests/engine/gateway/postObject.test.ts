/**
 * Uploads by a browser's form (POST Object): what its policy and its signature let through, which permissions it
 * needs, and what it is answered.
 *
 * Does not prove: what a browser makes of the answers; forms are sent with fetch.
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { administrator, kms, makeUser, policy, region, s3ClientOf } from "./actors";
import { assume, makeRole, trust } from "./identities";
import { type Refusal, refuses } from "./refusals";
import type { Credentials } from "./signing";

const owner = "111111111111";
const run = Date.now().toString(36);
const bucket = `posted-${run}`;
const encrypted = `posted-encrypted-${run}`;
const arn = `arn:aws:s3:::${bucket}`;
const conditionsOf = (key: string) => [{ bucket }, ["starts-with", "$key", key.slice(0, 3)]];

interface Form {
  readonly key: string;
  readonly bucket?: string;
  readonly credentials?: Credentials;
  readonly fields?: Readonly<Record<string, string>>;
  /** In place of those that name the bucket, the first letters of the key and the further fields. */
  readonly conditions?: readonly unknown[];
  readonly expiresInSeconds?: number;
  /** Changes the fields after they were signed. */
  readonly tamper?: (fields: Record<string, string>) => void;
  readonly file?: string | Blob;
  readonly fileName?: string;
}

interface Answered {
  readonly httpStatus: number;
  readonly headers: Headers;
  readonly body: string;
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** The fields of a form with its policy and, where there are credentials, its signature. */
function fieldsOf(form: Form): Record<string, string> {
  const { key, credentials, fields = {}, expiresInSeconds = 60 } = form;
  if (credentials === undefined) return { key, ...fields };
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const date = timestamp.slice(0, 8);
  const signing: Record<string, string> = {
    "x-amz-algorithm": "AWS4-HMAC-SHA256",
    "x-amz-credential": `${credentials.accessKeyId}/${date}/${region}/s3/aws4_request`,
    "x-amz-date": timestamp,
    ...(credentials.sessionToken === undefined ? {} : { "x-amz-security-token": credentials.sessionToken }),
  };
  const conditions = form.conditions ?? [
    { bucket: form.bucket ?? bucket },
    ["starts-with", "$key", key.slice(0, 3)],
    ...Object.entries(fields).map(([name, value]) => ["eq", `$${name}`, value]),
  ];
  const document = {
    expiration: new Date(Date.now() + expiresInSeconds * 1_000).toISOString(),
    conditions: [...conditions, ...Object.entries(signing).map(([name, value]) => ({ [name]: value }))],
  };
  const text = Buffer.from(JSON.stringify(document)).toString("base64");
  const signingKey = [date, region, "s3", "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(signingKey, text).toString("hex");
  return { key, ...fields, ...signing, policy: text, "x-amz-signature": signature };
}

async function send(form: Form): Promise<Answered> {
  const fields = fieldsOf(form);
  form.tamper?.(fields);
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("file", new Blob([form.file ?? "posted"]), form.fileName ?? "file.txt");
  const url = `${process.env.AWS_ENDPOINT_URL ?? ""}/${form.bucket ?? bucket}`;
  const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
  return { httpStatus: answer.status, headers: answer.headers, body: await answer.text() };
}

/** @throws an error like the SDK's when the form is refused */
async function post(form: Form): Promise<Answered> {
  const answered = await send(form);
  if (answered.httpStatus < 400) return answered;
  const [, code = "none"] = /<Code>([\w.]+)<\/Code>/.exec(answered.body) ?? [];
  throw Object.assign(new Error(answered.body), {
    name: code,
    $metadata: { httpStatusCode: answered.httpStatus },
  });
}

describe("Forms that upload", function () {
  this.timeout(60_000);
  let s3: S3Client;
  let writer: Credentials;
  let user: Credentials;
  let keyId = "";

  before(async () => {
    s3 = s3ClientOf(administrator(owner));
    for (const Bucket of [bucket, encrypted]) await s3.send(new CreateBucketCommand({ Bucket }));
    const writes = (name: string) => ({ Action: "s3:PutObject", Resource: `arn:aws:s3:::${name}/in/*` });
    user = await makeUser(owner, `poster-${run}`, policy(writes(bucket)));
    const { KeyMetadata } = await kms(owner, "CreateKey", {});
    keyId = KeyMetadata?.Arn ?? "";
    const roles = { writer: [], keyed: [{ Action: "kms:GenerateDataKey", Resource: keyId }] } as const;
    for (const [name, more] of Object.entries(roles)) {
      await makeRole(owner, `${name}-${run}`, {
        trust: trust({ AWS: owner }),
        policy: policy(writes(bucket), writes(encrypted), ...more),
      });
    }
    writer = await assume(administrator(owner), `arn:aws:iam::${owner}:role/writer-${run}`);
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket: encrypted,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyId },
            },
          ],
        },
      }),
    );
  });

  after(() => {
    s3.destroy();
  });

  const mine = (key: string, more: Partial<Form> = {}): Form => ({ key, credentials: writer, ...more });
  const allowed = (more: Partial<Form> = {}) => post(mine("in/twin", more));
  const row = (
    what: string,
    code: string,
    form: () => Form,
    twin: () => Promise<unknown> = allowed,
  ): Refusal => ({
    what,
    refused: () => post(form()),
    code,
    twin,
  });

  refuses([
    row("a key that the role may not put", "AccessDenied", () => mine("out/a")),
    row("a key that the policy does not let through", "AccessDenied", () =>
      mine("in/a", { conditions: [{ bucket }, ["eq", "$key", "in/b"]] }),
    ),
    row("a policy that has expired", "AccessDenied", () => mine("in/a", { expiresInSeconds: -1 })),
    row("a key that was changed after it was signed", "AccessDenied", () =>
      mine("in/a", { conditions: [{ bucket }, { key: "in/a" }], tamper: (fields) => (fields.key = "in/b") }),
    ),
    row("a policy that was changed", "SignatureDoesNotMatch", () =>
      mine("in/a", {
        tamper: (fields) => {
          const text = Buffer.from(fields.policy ?? "", "base64").toString();
          fields.policy = Buffer.from(text.replace("}", " }")).toString("base64");
        },
      }),
    ),
    row("a wrong signature", "SignatureDoesNotMatch", () =>
      mine("in/a", { tamper: (fields) => (fields["x-amz-signature"] = "0".repeat(64)) }),
    ),
    row("an unknown key", "InvalidAccessKeyId", () =>
      mine("in/a", { credentials: { accessKeyId: "AKIAUNKNOWNUNKNOWN00", secretAccessKey: "x" } }),
    ),
    row("a session's key with another token", "InvalidToken", () =>
      mine("in/a", { credentials: { ...writer, sessionToken: "other" } }),
    ),
    row("a form without a signature", "InvalidArgument", () =>
      mine("in/a", { tamper: (fields) => Reflect.deleteProperty(fields, "x-amz-signature") }),
    ),
    row("a form without a policy", "InvalidArgument", () =>
      mine("in/a", { tamper: (fields) => Reflect.deleteProperty(fields, "policy") }),
    ),
    row("a form without a key", "InvalidArgument", () =>
      mine("in/a", { tamper: (fields) => Reflect.deleteProperty(fields, "key") }),
    ),
    row("a field of which the policy says nothing", "AccessDenied", () =>
      mine("in/a", { tamper: (fields) => (fields["x-amz-meta-a"] = "b") }),
    ),
    row(
      "a file that is too long",
      "EntityTooLarge",
      () => mine("in/long", { conditions: [...conditionsOf("in/"), ["content-length-range", 0, 5]] }),
      () => allowed({ conditions: [...conditionsOf("in/"), ["content-length-range", 0, 6]] }),
    ),
    row(
      "a file that is too short",
      "EntityTooSmall",
      () => mine("in/short", { conditions: [...conditionsOf("in/"), ["content-length-range", 7, 9]] }),
      () => allowed({ conditions: [...conditionsOf("in/"), ["content-length-range", 6, 9]] }),
    ),
    row("an ACL by one who may only put", "AccessDenied", () =>
      mine("in/a", { fields: { acl: "bucket-owner-full-control" } }),
    ),
    row("tags by one who may only put", "AccessDenied", () =>
      mine("in/a", {
        fields: { tagging: "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>" },
      }),
    ),
    row("a form without credentials", "AccessDenied", () => ({ key: "in/a" })),
    {
      what: "an encrypted bucket's form by one who may not use the key",
      refused: () => post(mine("in/a", { bucket: encrypted })),
      code: "AccessDenied",
      twin: async () => {
        const keyed = await assume(administrator(owner), `arn:aws:iam::${owner}:role/keyed-${run}`);
        await post({ key: "in/a", credentials: keyed, bucket: encrypted });
        const { SSEKMSKeyId } = await s3.send(new HeadObjectCommand({ Bucket: encrypted, Key: "in/a" }));
        assert.equal(SSEKMSKeyId, keyId);
      },
    },
  ]);

  it("leave nothing when they are refused", async () => {
    for (const Key of ["in/long", "in/short", "in/b", "out/a"]) {
      await assert.rejects(s3.send(new HeadObjectCommand({ Bucket: bucket, Key })), { name: "NotFound" });
    }
  });

  it("store the file with its name, type and metadata, for sessions and users", async () => {
    for (const credentials of [writer, user]) {
      const fields = { "Content-Type": "text/plain", "x-amz-meta-note": "Grüße", "x-ignore-me": "x" };
      const answered = await post({
        key: "in/of/${filename}",
        credentials,
        fields,
        fileName: "C:\\folder\\a b.txt",
        file: "content",
      });
      assert.equal(answered.httpStatus, 204);
      assert.equal(answered.body, "");
      const Key = "in/of/a b.txt";
      assert.equal(
        answered.headers.get("location"),
        `${process.env.AWS_ENDPOINT_URL ?? ""}/${bucket}/in/of/a%20b.txt`,
      );
      const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      assert.equal(await found.Body?.transformToString(), "content");
      assert.equal(found.ContentType, "text/plain");
      assert.equal(answered.headers.get("etag"), found.ETag);
    }
  });

  it("are answered as they want it", async () => {
    const created = await allowed({ fields: { success_action_status: "201" } });
    assert.equal(created.httpStatus, 201);
    assert.match(created.body, new RegExp(`<Bucket>${bucket}</Bucket><Key>in/twin</Key>`));
    const redirected = await allowed({ fields: { success_action_redirect: "http://127.0.0.1:9/done" } });
    assert.equal(redirected.httpStatus, 303);
    const location = new URL(redirected.headers.get("location") ?? "");
    assert.equal(location.pathname, "/done");
    assert.equal(location.searchParams.get("key"), "in/twin");
  });

  it("set tags for those who may", async () => {
    const tagging = "<Tagging><TagSet><Tag><Key>a</Key><Value>b c</Value></Tag></TagSet></Tagging>";
    await post({ key: "in/tagged", credentials: administrator(owner), fields: { tagging } });
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: "in/tagged" }));
    assert.deepEqual(TagSet, [{ Key: "a", Value: "b c" }]);
  });

  it("are decided as what they are signed by", async () => {
    const Policy = policy(
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${arn}/in/header/*`,
        Condition: { StringNotEquals: { "s3:authType": "REST-HEADER" } },
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${arn}/in/form/*`,
        Condition: { StringNotEquals: { "s3:authType": "POST" } },
      },
      { Principal: "*", Action: "s3:PutObject", Resource: `${arn}/open/*` },
    );
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: bucket,
        PublicAccessBlockConfiguration: { BlockPublicPolicy: false },
      }),
    );
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
    await post(mine("in/form/a"));
    await assert.rejects(post(mine("in/header/a")), { name: "AccessDenied" });
    // Without credentials, where everyone may.
    await post({ key: "open/a" });
    await assert.rejects(post({ key: "in/a" }), { name: "AccessDenied" });
  });

  it("pass as they come, however long the file is", async () => {
    const file = new Blob([Buffer.alloc(20 * 1024 * 1024, "x")]);
    await allowed({ file });
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "in/twin" }));
    assert.equal(ContentLength, 20 * 1024 * 1024);
    await assert.rejects(post(mine("out/a", { file })), { name: "AccessDenied" });
  });
});
