/**
 * The recorder against a store that notes what it is asked: what is delivered when it stops, and what is kept.
 *
 * Does not prove: delivery to a real store, which tests/engine/gateway does.
 */
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { TrailRecorder } from "../../../../local/gateway/trail/trailRecorder";
import type { Outcome } from "../../../../local/gateway/model";
import { call, outcome, owner } from "./calls";
import { fakeStore } from "./fakeStore";

const arn = `arn:aws:cloudtrail:eu-west-1:${owner}:trail/t`;
const trail = { Name: "t", TrailARN: arn, S3BucketName: "logs", HomeRegion: "eu-west-1" };
const answers = {
  DescribeTrails: { trailList: [{ ...trail, LogFileValidationEnabled: true }] },
  GetTrailStatus: { IsLogging: true },
  GetEventSelectors: {
    EventSelectors: [{ DataResources: [{ Type: "AWS::S3::Object", Values: ["arn:aws:s3"] }] }],
  },
  PUT: {},
};
const logPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::logs/AWSLogs/*",
    Condition: { StringEquals: { "aws:SourceArn": arn, "s3:x-amz-acl": "bucket-owner-full-control" } },
  },
});

const withBucket = (policy: string) =>
  fakeStore(answers, {
    bucket: (name) => Promise.resolve({ name, account: owner, region: "eu-west-1" }),
    bucketPolicy: () => Promise.resolve(policy),
  });

const own: Outcome = outcome({ caller: { kind: "root", account: owner, accessKeyId: owner } });

function recordAll(recorder: TrailRecorder, outcomes: readonly Outcome[]): void {
  for (const one of outcomes) recorder.record({ outcome: one, decisions: [], authenticated: true });
}

describe("TrailRecorder", () => {
  it("delivers what it holds, and a digest of it, before it has stopped", async () => {
    const { store, asked } = withBucket(logPolicy);
    const recorder = new TrailRecorder(store);
    recordAll(recorder, [own, own]);
    await recorder.stop();
    const puts = asked.filter(({ method }) => method === "PUT");
    assert.equal(puts.length, 2);
    assert.match(puts[0]?.path ?? "", /^\/logs\/AWSLogs\/111111111111\/CloudTrail\/eu-west-1\//);
    assert.match(puts[1]?.path ?? "", /^\/logs\/AWSLogs\/111111111111\/CloudTrail-Digest\/eu-west-1\//);
    const { Records } = JSON.parse(gunzipSync(puts[0]?.body as Buffer).toString()) as { Records: unknown[] };
    assert.equal(Records.length, 2);
    assert.equal(puts[0]?.headers?.["x-amz-acl"], "bucket-owner-full-control");
    assert.equal(recorder.delivery.statuses.of(arn).latestDeliveryError, "");
  });

  const refusing: readonly (readonly [string, string])[] = [
    ["names another trail", logPolicy.replace("trail/t", "trail/u")],
    ["names another service", logPolicy.replace("cloudtrail.amazonaws.com", "config.amazonaws.com")],
    ["asks for another ACL", logPolicy.replace("bucket-owner-full-control", "private")],
    ["is no policy", "{"],
  ];
  for (const [what, policy] of refusing) {
    it(`puts nothing where the log bucket's policy ${what}`, async () => {
      const { store, asked } = withBucket(policy);
      const recorder = new TrailRecorder(store);
      recordAll(recorder, [own]);
      await recorder.stop();
      assert.deepEqual(
        asked.filter(({ method }) => method === "PUT"),
        [],
      );
      assert.equal(recorder.delivery.statuses.of(arn).latestDeliveryError, "AccessDenied");
    });
  }

  it("tells of a log bucket that is gone", async () => {
    const { store } = fakeStore(answers);
    const recorder = new TrailRecorder(store);
    recordAll(recorder, [own]);
    await recorder.stop();
    assert.equal(recorder.delivery.statuses.of(arn).latestDeliveryError, "NoSuchBucket");
  });

  it("does not record who could not be made out", async () => {
    const { store, asked } = withBucket(logPolicy);
    const recorder = new TrailRecorder(store);
    recorder.record({ outcome: own, decisions: [], authenticated: false });
    await recorder.stop();
    assert.deepEqual(asked, []);
  });

  it("finds the newest 5 000 management events and no more", async () => {
    const { store } = fakeStore({});
    const recorder = new TrailRecorder(store);
    const management = (bucketName: string) =>
      outcome({
        caller: own.caller,
        needs: [],
        call: call({ operation: "PutBucketPolicy", parameters: { bucketName }, receivedAt: new Date() }),
      });
    recordAll(recorder, [management("first"), ...Array.from({ length: 5_000 }, () => management("later"))]);
    await recorder.stop();
    const find = (value: string, skip: number) =>
      recorder.history.find({
        account: owner,
        region: "eu-west-1",
        attribute: { key: "ResourceName", value },
        maxResults: 50,
        skip,
      });
    assert.deepEqual(find("first", 0), { events: [], more: false });
    assert.equal(find("later", 4_950).events.length, 50);
    assert.equal(find("later", 4_950).more, false);
    assert.equal(find("later", 4_949).more, true);
  });
});
