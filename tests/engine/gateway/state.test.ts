/**
 * `xput local start --state`: a daemon and its store are killed with SIGKILL while they acknowledge puts and policy
 * writes, and started again.
 *
 * Does not prove: that what was acknowledged survives the end of the machine's power (every write is synced, which no
 * test here can see), nor any service beyond S3, IAM, STS, KMS and CloudTrail.
 */
import assert from "node:assert/strict";
import { createHash, createPublicKey, createVerify } from "node:crypto";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  CompleteMultipartUploadCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { administrator, iamClientOf, kms, makeUser, policy, region, s3ClientOf } from "./actors";
import { startDaemon, failToStart, type Daemon } from "./daemon";
import { assume, trust } from "./identities";
import { eventually, gunzipped, jsonCall, keysBelow, recordsBelow } from "./jsonCall";
import type { Credentials } from "./signing";

const account = "555555557001";
const admin = administrator(account);
const bucket = "kept-drop";
const logs = "kept-logs";
const allowsEverything = policy({ Action: "*", Resource: "*" });

describe("The local AWS with --state", function () {
  this.timeout(120_000);
  let suiteEndpoint: string | undefined;
  let folder: string;
  let running: Daemon | undefined;

  const start = async () => {
    running = await startDaemon(folder);
    process.env.AWS_ENDPOINT_URL = running.endpoint;
  };
  const kill = async () => {
    const killed = running;
    running = undefined;
    await killed?.kill();
  };

  // The suite's own local AWS is not there yet when this file is read.
  before(() => {
    suiteEndpoint = process.env.AWS_ENDPOINT_URL;
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "xput-state-"));
  });
  afterEach(async () => {
    await kill();
    process.env.AWS_ENDPOINT_URL = suiteEndpoint ?? "";
    rmSync(folder, { recursive: true, force: true });
  });

  it("loses no acknowledged put, policy, key, session or event when all of it is killed", async () => {
    await start();
    const before = await prepare();
    const acknowledged = await writeUntilKilled(kill);
    const { puts, rolePolicies, keys } = acknowledged;
    const counts = `${puts.size} puts, ${rolePolicies.length} policies, ${keys.length} keys`;
    assert.ok(puts.size > 20 && rolePolicies.length > 2 && keys.length > 2, `only ${counts} in time`);

    await start();
    const s3 = s3ClientOf(admin);
    const iam = iamClientOf(account);
    for (const [Key, body] of puts) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      assert.equal(await Body?.transformToString(), body, Key);
    }
    for (const PolicyName of rolePolicies) {
      const kept = await iam.send(new GetRolePolicyCommand({ RoleName: "writer", PolicyName }));
      assert.equal(decodeURIComponent(kept.PolicyDocument ?? ""), rolePolicy(PolicyName));
    }
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    const generation = Number(/generation(\d+)/.exec(Policy ?? "")?.[1]);
    assert.ok(generation >= acknowledged.bucketPolicyGeneration, "an older bucket policy came back");

    for (const key of [before.user, before.session, ...keys]) await putAs(key, "after/restart");
    const wrong = { ...before.user, secretAccessKey: "wrong" };
    await assert.rejects(putAs(wrong, "after/restart"), { name: "SignatureDoesNotMatch" });
    const { Plaintext } = await kms(account, "Decrypt", { CiphertextBlob: before.ciphertext });
    assert.equal(Buffer.from(Plaintext as unknown as string, "base64").toString(), "kept");

    const half = new HeadObjectCommand({ Bucket: bucket, Key: "half" });
    await assert.rejects(s3.send(half), { name: "NotFound" });
    await finishUpload(s3, before.uploadId);
    await trailIsWhole(s3, [...puts.keys()], before.digest);
  });

  it("keeps everything at a clean stop, with files that only their owner can read", async () => {
    chmodSync(folder, 0o755);
    await start();
    const s3 = s3ClientOf(admin);
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const user = await makeUser(account, "user", allowsEverything);
    await putAs(user, "key");
    await running?.stop();
    running = undefined;
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    for (const name of readdirSync(folder, { recursive: true }) as string[]) {
      const stat = statSync(join(folder, name));
      assert.equal(stat.mode & 0o777, stat.isDirectory() ? 0o700 : 0o600, name);
    }
    await start();
    await putAs(user, "key-2");
    await s3ClientOf(admin).send(new HeadObjectCommand({ Bucket: bucket, Key: "key" }));
  });

  it("starts behind a record that was cut off, with everything before it", async () => {
    await start();
    await s3ClientOf(admin).send(new CreateBucketCommand({ Bucket: bucket }));
    const user = await makeUser(account, "user", allowsEverything);
    await putAs(user, "key");
    const cut = await makeUser(account, "cut", allowsEverything);
    await kill();
    const journal = join(folder, "gateway.journal");
    truncateSync(journal, statSync(journal).size - 3);
    await start();
    await putAs(user, "key-2");
    await assert.rejects(putAs(cut, "key-3"), { name: "InvalidAccessKeyId" });
  });

  it("lets one local AWS at a time use a folder", async () => {
    await start();
    assert.deepEqual(await failToStart(folder), {
      exitCode: 1,
      lastLine: "xput: another local AWS uses this --state folder: stop it, or choose another folder",
    });
    await kill();
    await start();
  });

  it("refuses a folder of another format, and one with other files", async () => {
    await start();
    await kill();
    const format = readFileSync(join(folder, "format"), "utf8");
    writeFileSync(join(folder, "format"), format.replace("1", "2"));
    const other = await failToStart(folder);
    assert.equal(other.exitCode, 1);
    assert.match(other.lastLine, /^xput: \S+ is of state format 2, and this xput reads format 1: /);
    writeFileSync(join(folder, "format"), format);
    await start();
    await kill();

    rmSync(join(folder, "format"));
    const foreign = await failToStart(folder);
    assert.match(foreign.lastLine, /^xput: \S+ holds other files: choose an empty folder for --state$/);
  });
});

const rolePolicy = (name: string) => policy({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${name}/*` });

function putAs(credentials: Credentials, Key: string): Promise<unknown> {
  return s3ClientOf(credentials).send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x" }));
}

interface Before {
  readonly user: Credentials;
  readonly session: Credentials;
  readonly ciphertext: string;
  readonly uploadId: string;
  /** Key of the newest digest. */
  readonly digest: string;
}

/** Everything that the writers need, and what is to be found again beside what they write. */
async function prepare(): Promise<Before> {
  const s3 = s3ClientOf(admin);
  for (const name of [bucket, logs]) await s3.send(new CreateBucketCommand({ Bucket: name }));
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  const logPolicy = policy(
    { Principal, Action: "s3:GetBucketAcl", Resource: `arn:aws:s3:::${logs}` },
    { Principal, Action: "s3:PutObject", Resource: `arn:aws:s3:::${logs}/*` },
  );
  await s3.send(new PutBucketPolicyCommand({ Bucket: logs, Policy: logPolicy }));
  const trail = { Name: "kept", S3BucketName: logs, EnableLogFileValidation: true };
  await jsonCall(admin, "cloudtrail", "CreateTrail", trail);
  await jsonCall(admin, "cloudtrail", "PutEventSelectors", {
    TrailName: "kept",
    EventSelectors: [{ DataResources: [{ Type: "AWS::S3::Object", Values: [`arn:aws:s3:::${bucket}/`] }] }],
  });
  await jsonCall(admin, "cloudtrail", "StartLogging", { Name: "kept" });

  const user = await makeUser(account, "user", allowsEverything);
  const iam = iamClientOf(account);
  await iam.send(
    new CreateRoleCommand({
      RoleName: "writer",
      AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${account}:root` }),
    }),
  );
  const all = { RoleName: "writer", PolicyName: "all", PolicyDocument: allowsEverything };
  await iam.send(new PutRolePolicyCommand(all));
  const session = await assume(admin, `arn:aws:iam::${account}:role/writer`);
  const { KeyMetadata } = await kms(account, "CreateKey", {});
  const { CiphertextBlob } = await kms(account, "Encrypt", {
    KeyId: KeyMetadata?.["KeyId"],
    Plaintext: Buffer.from("kept").toString("base64"),
  });
  const upload = { Bucket: bucket, Key: "multipart" };
  const { UploadId = "" } = await s3.send(new CreateMultipartUploadCommand(upload));
  const Body = Buffer.alloc(5 * 1024 * 1024, "1");
  await s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body }));
  const digest = await eventually("a digest", async () => (await digestKeys(s3)).at(-1));
  return { user, session, ciphertext: CiphertextBlob as unknown as string, uploadId: UploadId, digest };
}

/** What was acknowledged before the end. */
interface Acknowledged {
  readonly puts: Map<string, string>;
  readonly rolePolicies: string[];
  readonly keys: Credentials[];
  bucketPolicyGeneration: number;
}

/** Writes from many clients at once, kills everything in the middle, and tells what had been acknowledged. */
async function writeUntilKilled(kill: () => Promise<void>): Promise<Acknowledged> {
  const s3 = s3ClientOf(admin);
  const iam = iamClientOf(account);
  const acknowledged: Acknowledged = {
    puts: new Map(),
    rolePolicies: [],
    keys: [],
    bucketPolicyGeneration: -1,
  };
  let ending = false;
  const isEnding = () => ending;
  const repeat = async (write: (count: number) => Promise<void>) => {
    for (let count = 0; !isEnding(); count += 1) {
      try {
        await write(count);
      } catch (error) {
        // Broken off by the kill: not acknowledged.
        if (!isEnding()) throw error;
      }
    }
  };
  const half = startHalfPut();
  const writers = [
    ...[1, 2, 3, 4, 5, 6].map((writer) => repeat((count) => put(s3, acknowledged, `k/${writer}/${count}`))),
    repeat(async (count) => {
      const PolicyName = `policy-${count}`;
      const PolicyDocument = rolePolicy(PolicyName);
      await iam.send(new PutRolePolicyCommand({ RoleName: "writer", PolicyName, PolicyDocument }));
      acknowledged.rolePolicies.push(PolicyName);
    }),
    repeat(async (count) => {
      const Resource = `arn:aws:s3:::${bucket}/generation${count}/*`;
      const Principal = { AWS: account };
      const Policy = policy({ Effect: "Deny", Principal, Action: "s3:PutObject", Resource });
      await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
      acknowledged.bucketPolicyGeneration = count;
    }),
    repeat((count) => makeKey(iam, acknowledged, `u-${count}`)),
  ];
  await delay(2_000);
  ending = true;
  await kill();
  await Promise.all(writers);
  half.destroy();
  return acknowledged;
}

/** Small and large bodies: the store keeps them in different places. */
async function put(s3: S3Client, { puts }: Acknowledged, Key: string): Promise<void> {
  const body = Key.endsWith("7") ? Key.repeat(10_000) : Key;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: body }));
  puts.set(Key, body);
}

async function makeKey(iam: IAMClient, { keys }: Acknowledged, name: string): Promise<void> {
  const user = await makeUser(account, name, allowsEverything);
  keys.push(user);
  if (keys.length > 3) return;
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  keys.push({
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
}

/** A put that sends half of what it announced. */
function startHalfPut(): { readonly destroy: () => void } {
  const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL ?? "");
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const socket = connect(Number(port), hostname);
  // The kill resets it.
  socket.on("error", () => undefined);
  socket.write(
    [
      `PUT /${bucket}/half HTTP/1.1`,
      "host: 127.0.0.1",
      `x-amz-date: ${time}`,
      "x-amz-content-sha256: UNSIGNED-PAYLOAD",
      `authorization: AWS4-HMAC-SHA256 Credential=${account}/${scope}, SignedHeaders=host, Signature=0`,
      "content-length: 4000000",
      "",
      "x".repeat(2_000_000),
    ].join("\r\n"),
  );
  return socket;
}

async function finishUpload(s3: S3Client, UploadId: string): Promise<void> {
  const upload = { Bucket: bucket, Key: "multipart" };
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  assert.deepEqual(
    Uploads.map((one) => one.UploadId),
    [UploadId],
  );
  const second = await s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 2, Body: "2" }));
  const first = createHash("md5")
    .update(Buffer.alloc(5 * 1024 * 1024, "1"))
    .digest("hex");
  const Parts = [
    { PartNumber: 1, ETag: `"${first}"` },
    { PartNumber: 2, ETag: second.ETag },
  ];
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }));
  const { ContentLength } = await s3.send(new HeadObjectCommand(upload));
  assert.equal(ContentLength, 5 * 1024 * 1024 + 1);
}

async function digestKeys(s3: S3Client): Promise<readonly string[]> {
  return (await keysBelow(s3, logs, `AWSLogs/${account}/CloudTrail-Digest/`)).toSorted();
}

/** Every acknowledged put has its record, and the digests go on where they were. */
async function trailIsWhole(s3: S3Client, keys: readonly string[], earlierDigest: string): Promise<void> {
  const recorded = await eventually("a record of every acknowledged put", async () => {
    const records = await recordsBelow(s3, logs, `AWSLogs/${account}/CloudTrail/`);
    const puts = records.filter(({ eventName }) => eventName === "PutObject");
    const found = new Set(puts.map(({ requestParameters }) => requestParameters?.["key"]));
    return keys.every((key) => found.has(key)) ? found : undefined;
  });
  assert.ok(!recorded.has("half"));

  const key = await eventually("a digest after the restart", async () =>
    (await digestKeys(s3)).find((candidate) => candidate > earlierDigest),
  );
  const text = await gunzipped(s3, logs, key);
  const digest = JSON.parse(text) as Readonly<Record<string, string | null>>;
  assert.equal(digest["previousDigestS3Object"], earlierDigest);
  const { Metadata = {} } = await s3.send(new HeadObjectCommand({ Bucket: logs, Key: key }));
  const { PublicKeyList } = (await jsonCall(admin, "cloudtrail", "ListPublicKeys", {})) as {
    readonly PublicKeyList: readonly { readonly Value: string; readonly Fingerprint: string }[];
  };
  assert.equal(PublicKeyList.length, 1);
  const der = Buffer.from(PublicKeyList[0]?.Value ?? "", "base64");
  const signed = [
    digest["digestEndTime"],
    `${logs}/${key}`,
    createHash("sha256").update(text).digest("hex"),
    digest["previousDigestSignature"],
  ].join("\n");
  const verified = createVerify("RSA-SHA256")
    .update(signed)
    .verify(createPublicKey({ key: der, format: "der", type: "pkcs1" }), Metadata["signature"] ?? "", "hex");
  assert.ok(verified, "the digest's signature");
}
