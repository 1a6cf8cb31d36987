/**
 * What was put is told as it was put, where the store alone would tell it otherwise or not at all: dual-layer
 * encryption, the smallest size of transitions, whether a policy is public; and no page may read what no rule lets it.
 *
 * Does not prove: that the local AWS encrypts or transitions anything.
 */
import assert from "node:assert/strict";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  GetBucketAbacCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { administrator, kms, policy, region, s3ClientOf } from "./actors";
import { assume, makeRole, trust } from "./identities";
import { jsonCall } from "./jsonCall";
import { refuses } from "./refusals";
import { type Credentials, sendSigned } from "./signing";

const owner = "111111111111";
const run = Date.now().toString(36);
const plain = `told-${run}`;
const dual = `told-dual-${run}`;
const admin = administrator(owner);
const dsse = "aws:kms:dsse";

describe("What was put into the local AWS", function () {
  this.timeout(60_000);
  let s3: S3Client;
  let keyArn = "";
  const writers = new Map<string, Credentials>();

  before(async () => {
    s3 = s3ClientOf(admin);
    for (const Bucket of [plain, dual]) await s3.send(new CreateBucketCommand({ Bucket }));
    keyArn = (await kms(owner, "CreateKey", {})).KeyMetadata?.Arn ?? "";
    const byDefault = { SSEAlgorithm: dsse, KMSMasterKeyID: keyArn } as const;
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket: dual,
        ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault }] },
      }),
    );
    for (const name of ["keyed", "keyless"]) {
      const puts = { Action: "s3:PutObject", Resource: `arn:aws:s3:::${dual}/*` };
      const uses = { Action: "kms:GenerateDataKey", Resource: keyArn };
      await makeRole(owner, `${name}-${run}`, {
        trust: trust({ AWS: owner }),
        policy: name === "keyed" ? policy(puts, uses) : policy(puts),
      });
      writers.set(name, await assume(admin, `arn:aws:iam::${owner}:role/${name}-${run}`));
    }
  });
  after(() => {
    s3.destroy();
  });

  async function putAs(name: string): Promise<void> {
    const client = s3ClientOf(writers.get(name) ?? admin);
    await client.send(new PutObjectCommand({ Bucket: dual, Key: name, Body: "x" })).finally(() => {
      client.destroy();
    });
  }

  refuses([
    {
      what: "a put into a bucket of dual-layer encryption by one who may not use its key",
      refused: () => putAs("keyless"),
      code: "AccessDenied",
      twin: () => putAs("keyed"),
    },
    {
      what: "an unknown smallest size of transitions",
      refused: () => putLifecycle("some_storage_classes"),
      code: "InvalidArgument",
      twin: () => putLifecycle("varies_by_storage_class"),
    },
    {
      what: "the status of a policy that is not there",
      refused: async () => {
        await s3.send(new DeleteBucketPolicyCommand({ Bucket: plain }));
        await s3.send(new GetBucketPolicyStatusCommand({ Bucket: plain }));
      },
      code: "NoSuchBucketPolicy",
      twin: () => isPublic("222222222222"),
    },
  ]);

  it("is told as dual-layer encrypted, by header and by default, however it was put", async () => {
    const header = { ServerSideEncryption: dsse, SSEKMSKeyId: keyArn } as const;
    const places = [
      { Bucket: plain, Key: "put", more: header },
      { Bucket: dual, Key: "put", more: {} },
    ];
    for (const { more, ...place } of places) {
      const put = await s3.send(new PutObjectCommand({ ...place, Body: "x", ...more }));
      const copy = { ...place, Key: "copy" };
      const copied = await s3.send(
        new CopyObjectCommand({ ...copy, CopySource: `${place.Bucket}/put`, ...more }),
      );
      const parts = { ...place, Key: "parts" };
      const begun = await s3.send(new CreateMultipartUploadCommand({ ...parts, ...more }));
      const { UploadId } = begun;
      const { ETag } = await s3.send(new UploadPartCommand({ ...parts, UploadId, PartNumber: 1, Body: "x" }));
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      await s3.send(new CompleteMultipartUploadCommand({ ...parts, UploadId, MultipartUpload }));
      const told = [
        put,
        copied,
        begun,
        await s3.send(new HeadObjectCommand(place)),
        await s3.send(new GetObjectCommand(copy)),
        await s3.send(new HeadObjectCommand(parts)),
      ];
      assert.deepEqual(
        told.map(({ ServerSideEncryption, SSEKMSKeyId }) => [ServerSideEncryption, SSEKMSKeyId]),
        told.map(() => [dsse, keyArn]),
      );
    }
  });

  async function putLifecycle(size: string | undefined): Promise<string | undefined> {
    const rule = { ID: "r", Status: "Enabled", Filter: { Prefix: "a/" }, Expiration: { Days: 1 } } as const;
    const answer = await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: plain,
        LifecycleConfiguration: { Rules: [rule] },
        TransitionDefaultMinimumObjectSize: size as "varies_by_storage_class",
      }),
    );
    return answer.TransitionDefaultMinimumObjectSize;
  }

  it("keeps the smallest size of transitions, until it is put without", async () => {
    const get = async () =>
      (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: plain })))
        .TransitionDefaultMinimumObjectSize;
    assert.equal(await putLifecycle("varies_by_storage_class"), "varies_by_storage_class");
    assert.equal(await get(), "varies_by_storage_class");
    assert.equal(await putLifecycle(undefined), "all_storage_classes_128K");
    assert.equal(await get(), "all_storage_classes_128K");
    await putLifecycle("varies_by_storage_class");
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket: plain }));
    await putLifecycle(undefined);
    assert.equal(await get(), "all_storage_classes_128K");
  });

  async function isPublic(principal: string): Promise<boolean | undefined> {
    const PublicAccessBlockConfiguration = { BlockPublicPolicy: false };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket: plain, PublicAccessBlockConfiguration }));
    const Principal = principal === "*" ? "*" : { AWS: principal };
    const Policy = policy({ Principal, Action: "s3:GetObject", Resource: `arn:aws:s3:::${plain}/*` });
    await s3.send(new PutBucketPolicyCommand({ Bucket: plain, Policy }));
    return (await s3.send(new GetBucketPolicyStatusCommand({ Bucket: plain }))).PolicyStatus?.IsPublic;
  }

  it("is public where its policy is", async () => {
    assert.equal(await isPublic("*"), true);
    assert.equal(await isPublic("222222222222"), false);
  });

  it("has no attribute-based access control and no data protection", async () => {
    const { AbacStatus } = await s3.send(new GetBucketAbacCommand({ Bucket: plain }));
    assert.equal(AbacStatus?.Status, "Disabled");
    const logGroupName = `told-${run}`;
    const logs = (operation: string, parameters: Record<string, unknown>) =>
      jsonCall(admin, "logs", operation, parameters);
    await logs("CreateLogGroup", { logGroupName });
    const answered = await logs("GetDataProtectionPolicy", { logGroupIdentifier: logGroupName });
    assert.deepEqual(answered, { logGroupIdentifier: logGroupName });
    await assert.rejects(logs("GetDataProtectionPolicy", { logGroupIdentifier: "none" }), /ResourceNotFound/);
    const sns = (fields: Record<string, string>) =>
      sendSigned(
        {
          service: "sns",
          region,
          method: "POST",
          target: "/",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ Version: "2010-03-31", ...fields }).toString(),
        },
        admin,
      );
    await sns({ Action: "CreateTopic", Name: `told-${run}` });
    const ResourceArn = `arn:aws:sns:${region}:${owner}:told-${run}`;
    const ofTopic = await sns({ Action: "GetDataProtectionPolicy", ResourceArn });
    assert.equal(ofTopic.httpStatus, 200, ofTopic.body);
    assert.match(ofTopic.body, /<DataProtectionPolicy><\/DataProtectionPolicy>/);
    const none = await sns({ Action: "GetDataProtectionPolicy", ResourceArn: `${ResourceArn}-none` });
    assert.equal(none.httpStatus, 404);
  });

  it("is read by no page but those that the bucket's rules name", async () => {
    await s3.send(new PutObjectCommand({ Bucket: plain, Key: "page", Body: "x" }));
    const AllowedOrigins = ["https://app.example"];
    const CORSConfiguration = { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins }] };
    await s3.send(new PutBucketCorsCommand({ Bucket: plain, CORSConfiguration }));
    const allowed = async (origin: string | undefined) => {
      const headers = { authorization: "AWS4-HMAC-SHA256 x", ...(origin === undefined ? {} : { origin }) };
      const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
      const credential = `Credential=${owner}/${date.slice(0, 8)}/${region}/s3/aws4_request`;
      headers.authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
      const signed = { ...headers, "x-amz-date": date, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
      const answer = await fetch(`${process.env.AWS_ENDPOINT_URL ?? ""}/${plain}/page`, { headers: signed });
      assert.equal(answer.status, 200, await answer.text());
      return answer.headers.get("access-control-allow-origin");
    };
    assert.equal(await allowed("https://app.example"), "https://app.example");
    assert.equal(await allowed("https://other.example"), null);
    assert.equal(await allowed(undefined), null);
  });
});
