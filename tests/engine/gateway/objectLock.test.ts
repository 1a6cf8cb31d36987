/**
 * Object lock: default retention, who may shorten or delete what, and what a request must carry.
 *
 * Does not prove: that a version can be deleted once its time is over (no test waits a day).
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type ObjectLockMode,
  type S3Client,
} from "@aws-sdk/client-s3";
import { administrator, makeUser, policy, region, s3ClientOf } from "./actors";
import { refuses } from "./refusals";
import { sendSigned } from "./signing";

const owner = "555555559001";
const dayMilliseconds = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMilliseconds);

describe("The local AWS's object lock", function () {
  this.timeout(60_000);
  const s3 = s3ClientOf(administrator(owner));
  let deleter: S3Client;
  let bypasser: S3Client;
  let made = 0;

  before(async () => {
    for (const Bucket of ["lock-plain", "lock-default", "lock-by-request"]) {
      await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: Bucket !== "lock-plain" }));
    }
    await setDefault("lock-default", { Mode: "GOVERNANCE", Days: 2 });
    const some = ["s3:DeleteObjectVersion", "s3:DeleteObject", "s3:PutObjectRetention"];
    deleter = s3ClientOf(await makeUser(owner, "deleter", policy({ Action: some, Resource: "*" })));
    bypasser = s3ClientOf(
      await makeUser(
        owner,
        "bypasser",
        policy({ Action: [...some, "s3:BypassGovernanceRetention"], Resource: "*" }),
      ),
    );
  });

  after(() => {
    for (const client of [s3, deleter, bypasser]) client.destroy();
  });

  const setDefault = (
    Bucket: string,
    DefaultRetention: { readonly Mode: ObjectLockMode; readonly Days?: number; readonly Years?: number },
  ) =>
    s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention } },
      }),
    );
  /** Puts a version under a retention of three days. */
  const put = async (ObjectLockMode: ObjectLockMode | undefined, more: object = {}) => {
    made += 1;
    const Key = `object-${made}`;
    const lock = ObjectLockMode === undefined ? {} : { ObjectLockMode, ObjectLockRetainUntilDate: inDays(3) };
    const { VersionId = "" } = await s3.send(
      new PutObjectCommand({ Bucket: "lock-by-request", Key, Body: "x", ...lock, ...more }),
    );
    return { Bucket: "lock-by-request", Key, VersionId };
  };
  type Version = Awaited<ReturnType<typeof put>>;
  const remove = (client: S3Client, version: Version, BypassGovernanceRetention = false) =>
    client.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention }));
  const retain = (
    client: S3Client,
    version: Version,
    Mode: ObjectLockMode,
    days: number,
    BypassGovernanceRetention = false,
  ) =>
    client.send(
      new PutObjectRetentionCommand({
        ...version,
        Retention: { Mode, RetainUntilDate: inDays(days) },
        BypassGovernanceRetention,
      }),
    );

  it("applies the bucket's default to new versions that say nothing else", async () => {
    const Bucket = "lock-default";
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x" }));
    const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket, Key: "a" }));
    assert.equal(Retention?.Mode, "GOVERNANCE");
    const until = Retention.RetainUntilDate?.getTime() ?? 0;
    assert.ok(Math.abs(until - inDays(2).getTime()) < 60_000, String(Retention.RetainUntilDate));
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "b",
        Body: "x",
        ObjectLockMode: "COMPLIANCE",
        ObjectLockRetainUntilDate: inDays(1),
      }),
    );
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "b" }));
    assert.equal(head.ObjectLockMode, "COMPLIANCE");
  });

  it("lets anyone who may delete put a marker on a locked object", async () => {
    const { Bucket, Key } = await put("COMPLIANCE");
    const { DeleteMarker } = await deleter.send(new DeleteObjectCommand({ Bucket, Key }));
    assert.equal(DeleteMarker, true);
  });

  it("deletes many but not what is locked", async () => {
    const locked = await put("GOVERNANCE");
    const free = await put(undefined);
    const deleteBoth = (client: S3Client, BypassGovernanceRetention: boolean) =>
      client.send(
        new DeleteObjectsCommand({
          Bucket: "lock-by-request",
          BypassGovernanceRetention,
          Delete: { Objects: [locked, free].map(({ Key, VersionId }) => ({ Key, VersionId })) },
        }),
      );
    const kept = await deleteBoth(deleter, false);
    assert.deepEqual(
      kept.Errors?.map(({ Key, Code }) => [Key, Code]),
      [[locked.Key, "AccessDenied"]],
    );
    assert.deepEqual(
      kept.Deleted?.map(({ Key }) => Key),
      [free.Key],
    );
    const denied = await deleteBoth(deleter, true);
    assert.ok(denied.Errors?.some(({ Key }) => Key === locked.Key));
    const gone = await deleteBoth(bypasser, true);
    assert.deepEqual(gone.Errors ?? [], []);
  });

  const signedPut = async (bucket: string, headers: Readonly<Record<string, string>>) => {
    const { httpStatus, body } = await sendSigned(
      { service: "s3", region, method: "PUT", target: `/${bucket}/signed`, headers, body: "x" },
      administrator(owner),
    );
    if (httpStatus === 200) return;
    const name = /<Code>([^<]*)/.exec(body)?.[1] ?? "";
    throw Object.assign(new Error(body), { name, $metadata: { httpStatusCode: httpStatus } });
  };
  const md5 = { "content-md5": createHash("md5").update("x").digest("base64") };
  const lockHeaders = (days: number, mode = "GOVERNANCE") => ({
    "x-amz-object-lock-mode": mode,
    "x-amz-object-lock-retain-until-date": inDays(days).toISOString(),
  });

  refuses([
    {
      what: "the deletion of a version under governance",
      refused: async () => remove(deleter, await put("GOVERNANCE")),
      code: "AccessDenied",
      says: /object protected by object lock/,
      twin: async () => remove(deleter, await put(undefined)),
    },
    {
      what: "the deletion of a version under governance by who may bypass it and does not say so",
      refused: async () => remove(bypasser, await put("GOVERNANCE")),
      code: "AccessDenied",
      twin: async () => remove(bypasser, await put("GOVERNANCE"), true),
    },
    {
      what: "a bypass by who may not",
      refused: async () => remove(deleter, await put("GOVERNANCE"), true),
      code: "AccessDenied",
      twin: async () => remove(bypasser, await put("GOVERNANCE"), true),
    },
    {
      what: "the deletion of a version under compliance, by the account itself with a bypass",
      refused: async () => remove(s3, await put("COMPLIANCE"), true),
      code: "AccessDenied",
      twin: async () => remove(s3, await put("GOVERNANCE"), true),
    },
    {
      what: "the deletion of a version under legal hold",
      refused: async () => remove(s3, await put(undefined, { ObjectLockLegalHoldStatus: "ON" }), true),
      code: "AccessDenied",
      twin: async () => {
        const version = await put(undefined, { ObjectLockLegalHoldStatus: "ON" });
        await s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "OFF" } }));
        await remove(s3, version);
      },
    },
    {
      what: "a shorter governance without a bypass",
      refused: async () => retain(bypasser, await put("GOVERNANCE"), "GOVERNANCE", 1),
      code: "AccessDenied",
      twin: async () => retain(bypasser, await put("GOVERNANCE"), "GOVERNANCE", 1, true),
    },
    {
      what: "a shorter governance by who may not bypass",
      refused: async () => retain(deleter, await put("GOVERNANCE"), "GOVERNANCE", 1, true),
      code: "AccessDenied",
      twin: async () => retain(deleter, await put("GOVERNANCE"), "GOVERNANCE", 5),
    },
    {
      what: "a shorter compliance, whoever bypasses",
      refused: async () => retain(s3, await put("COMPLIANCE"), "COMPLIANCE", 1, true),
      code: "AccessDenied",
      twin: async () => retain(s3, await put("COMPLIANCE"), "COMPLIANCE", 5),
    },
    {
      what: "governance in place of compliance",
      refused: async () => retain(s3, await put("COMPLIANCE"), "GOVERNANCE", 5, true),
      code: "AccessDenied",
      twin: async () => retain(s3, await put("GOVERNANCE"), "COMPLIANCE", 5),
    },
    {
      what: "a retention that is over",
      refused: async () => retain(s3, await put(undefined), "GOVERNANCE", -1),
      code: "InvalidArgument",
      twin: async () => retain(s3, await put(undefined), "GOVERNANCE", 1),
    },
    {
      what: "a put with a retention that is over",
      refused: () => signedPut("lock-by-request", { ...md5, ...lockHeaders(-1) }),
      code: "InvalidArgument",
      twin: () => signedPut("lock-by-request", { ...md5, ...lockHeaders(1) }),
    },
    {
      what: "a put with half a retention",
      refused: () => signedPut("lock-by-request", { ...md5, "x-amz-object-lock-mode": "GOVERNANCE" }),
      code: "InvalidArgument",
      twin: () => signedPut("lock-by-request", { ...md5, ...lockHeaders(1) }),
    },
    {
      what: "a put with an unknown mode",
      refused: () => signedPut("lock-by-request", { ...md5, ...lockHeaders(1, "LAW") }),
      code: "InvalidArgument",
      twin: () => signedPut("lock-by-request", { ...md5, ...lockHeaders(1) }),
    },
    {
      what: "a put with a retention and no checksum",
      refused: () => signedPut("lock-by-request", lockHeaders(1)),
      code: "InvalidRequest",
      says: /Content-MD5/,
      twin: () => signedPut("lock-by-request", { ...md5, ...lockHeaders(1) }),
    },
    {
      what: "a put without checksum where the bucket has a default retention",
      refused: () => signedPut("lock-default", {}),
      code: "InvalidRequest",
      twin: () => signedPut("lock-by-request", {}),
    },
    {
      what: "a retention in a bucket without object lock",
      refused: () => signedPut("lock-plain", { ...md5, ...lockHeaders(1) }),
      code: "InvalidRequest",
      twin: () => signedPut("lock-by-request", { ...md5, ...lockHeaders(1) }),
    },
    {
      what: "the end of versioning in a bucket with object lock",
      refused: () =>
        s3.send(
          new PutBucketVersioningCommand({
            Bucket: "lock-default",
            VersioningConfiguration: { Status: "Suspended" },
          }),
        ),
      code: "InvalidBucketState",
      twin: () =>
        s3.send(
          new PutBucketVersioningCommand({
            Bucket: "lock-default",
            VersioningConfiguration: { Status: "Enabled" },
          }),
        ),
    },
    {
      what: "a default of no days",
      refused: () => setDefault("lock-by-request-2", { Mode: "GOVERNANCE", Days: 0 }),
      code: "InvalidArgument",
      twin: async () => {
        await s3.send(
          new CreateBucketCommand({ Bucket: "lock-by-request-2", ObjectLockEnabledForBucket: true }),
        );
        await setDefault("lock-by-request-2", { Mode: "GOVERNANCE", Days: 1 });
      },
    },
    {
      what: "a default of more than a hundred years",
      refused: () => setDefault("lock-by-request-2", { Mode: "COMPLIANCE", Years: 101 }),
      code: "InvalidArgument",
      twin: () => setDefault("lock-by-request-2", { Mode: "COMPLIANCE", Years: 100 }),
    },
  ]);
});
