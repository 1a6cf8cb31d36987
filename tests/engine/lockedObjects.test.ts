/**
 * What `xput local down` does with locked objects before it destroys anything: it refuses as a whole where nobody could
 * delete them, and empties the buckets where an administrator can.
 *
 * Does not prove: what happens once retention has run out (no test waits a day).
 */
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { adminCredentials, clientsFor, type Clients } from "../../local/admin";
import { destroyStack } from "../../local/down";
import { LocalError } from "../../local/localError";
import { type LocalRequest, type LocalSetUp, setUp } from "../../local/setUp";
import { emptyLocalAws, requestFor, shippedSettingsOf } from "./request";

const destination = "acme-backups";
const copy = "acme-backups-copy";
const until = new Date("2099-01-02T03:04:05.000Z");

describe("taking down what holds locked objects", function () {
  this.timeout(120_000);
  let request: LocalRequest;
  let local: LocalSetUp;
  let owner: Clients;
  let copies: Clients;

  beforeEach(async () => {
    await emptyLocalAws();
    request = requestFor("backup", shippedSettingsOf("backup"), "backup");
    local = await setUp(request);
    owner = clientsFor({ ...local.aws, region: "eu-west-1" }, adminCredentials("151515151515"));
    copies = clientsFor({ ...local.aws, region: "eu-central-1" }, adminCredentials("161616161616"));
    for (const [{ s3 }, Bucket] of [
      [owner, destination],
      [copies, copy],
    ] as const) {
      await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
      for (const Key of ["erp/a", "erp/b", "erp/b"])
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    }
  });

  afterEach(() => {
    owner.destroy();
    copies.destroy();
  });

  const down = () => destroyStack(local.aws, local.stack, request);
  const all = async (): Promise<readonly number[]> => [
    await versionsIn(owner.s3, destination),
    await versionsIn(copies.s3, copy),
  ];
  const retain = (Key: string, Mode: "COMPLIANCE" | "GOVERNANCE") =>
    owner.s3.send(
      new PutObjectRetentionCommand({
        ...{ Bucket: destination, Key },
        Retention: { Mode, RetainUntilDate: until },
      }),
    );

  it("is refused under compliance retention, with where, how many and until when, and deletes nothing", async () => {
    await retain("erp/a", "COMPLIANCE");
    await retain("erp/b", "COMPLIANCE");
    await assert.rejects(down, (error) => {
      assert.ok(error instanceof LocalError);
      assert.match(error.message, /^Objects are locked, so nothing was deleted:\n/);
      assert.match(
        error.message,
        /\n {2}acme-backups: 2 versions under compliance retention, the last until 2099-01-02T03:04:05.000Z \(like erp\/a\)\n/,
      );
      assert.match(error.message, /xput local stop/);
      return true;
    });
    assert.deepEqual(await all(), [3, 3]);
  });

  it("is refused under a legal hold", async () => {
    await copies.s3.send(
      new PutObjectLegalHoldCommand({ Bucket: copy, Key: "erp/b", LegalHold: { Status: "ON" } }),
    );
    await assert.rejects(down, /\n {2}acme-backups-copy: 1 version under a legal hold \(like erp\/b\)\n/);
    assert.deepEqual(await all(), [3, 3]);
  });

  it("empties every bucket under governance retention, which an administrator bypasses, and where nothing is locked", async () => {
    await retain("erp/a", "GOVERNANCE");
    await down();
    assert.deepEqual(await all(), [0, 0]);
  });
});

async function versionsIn(s3: S3Client, Bucket: string): Promise<number> {
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  return Versions.length;
}
