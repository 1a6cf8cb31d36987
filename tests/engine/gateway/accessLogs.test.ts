/**
 * Server access logs: delivered if the target's policy lets S3's log service for that bucket, each refusal beside a
 * delivery that works.
 *
 * Does not prove: that every request of a busy bucket is logged (AWS does not promise it either), sizes and times.
 */
import assert from "node:assert/strict";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { administrator, policy, region, s3ClientOf, type Statement } from "./actors";
import { eventually, keysBelow } from "./jsonCall";
import { refuses } from "./refusals";

const owner = "555555557001";
const other = "555555557002";
const logging = { Service: "logging.s3.amazonaws.com" };

describe("The local AWS's server access logs", function () {
  this.timeout(60_000);
  const s3 = s3ClientOf(administrator(owner));
  const foreign = s3ClientOf(administrator(other));
  let made = 0;

  before(async () => {
    await foreign.send(new CreateBucketCommand({ Bucket: "logs-of-others" }));
  });

  after(() => {
    s3.destroy();
    foreign.destroy();
  });

  const make = async () => {
    made += 1;
    const names = { source: `logged-${made}`, target: `log-target-${made}` };
    for (const Bucket of Object.values(names)) await s3.send(new CreateBucketCommand({ Bucket }));
    return names;
  };
  const enable = (Bucket: string, TargetBucket: string, partitioned = false) =>
    s3.send(
      new PutBucketLoggingCommand({
        Bucket,
        BucketLoggingStatus: {
          LoggingEnabled: {
            TargetBucket,
            TargetPrefix: "access/",
            ...(partitioned
              ? { TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: "EventTime" } } }
              : {}),
          },
        },
      }),
    );
  const letsService = (source: string, target: string, account = owner): Statement => ({
    Principal: logging,
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${target}/access/*`,
    Condition: {
      ArnLike: { "aws:SourceArn": `arn:aws:s3:::${source}` },
      StringEquals: { "aws:SourceAccount": account },
    },
  });
  const setPolicy = (Bucket: string, ...statements: readonly Statement[]) =>
    s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(...statements) }));
  const logOf = async (target: string) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: target, Prefix: "access/" }));
    const texts = await Promise.all(
      Contents.map(async ({ Key }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: target, Key }));
        return (await Body?.transformToString()) ?? "";
      }),
    );
    return texts.join("");
  };
  const logged = (target: string, pattern: RegExp) =>
    eventually(`a line ${String(pattern)}`, async () => {
      const text = await logOf(target);
      return pattern.test(text) ? text : undefined;
    });

  it("tells of puts, refusals and anonymous requests", async () => {
    const { source, target } = await make();
    await setPolicy(target, letsService(source, target));
    await enable(source, target);
    await s3.send(new PutObjectCommand({ Bucket: source, Key: "in/a b", Body: "x" }));
    await foreign.send(new HeadObjectCommand({ Bucket: source, Key: "in/a b" })).catch(() => undefined);
    await fetch(`${process.env.AWS_ENDPOINT_URL}/${source}/in/a`);
    const text = await logged(target, /GET/);
    const [put = ""] = text.split("\n").filter((line) => line.includes("REST.PUT.OBJECT"));
    assert.match(
      put,
      new RegExp(
        `^${owner} ${source} \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\] \\S+ arn:aws:iam::${owner}:root \\S+ REST.PUT.OBJECT in/a%20b "PUT /${source}/in/a%20b\\?x-id=PutObject HTTP/1.1" 200 - `,
      ),
    );
    assert.match(
      text,
      new RegExp(`arn:aws:iam::${other}:root \\S+ REST.HEAD.OBJECT in/a%20b .* 403 AccessDenied`),
    );
    assert.match(text, /\] \S+ - \S+ REST.GET.OBJECT in\/a .* 403 AccessDenied/);
  });

  it("names files by partition where that is asked for", async () => {
    const { source, target } = await make();
    await setPolicy(target, letsService(source, target));
    await enable(source, target, true);
    await s3.send(new PutObjectCommand({ Bucket: source, Key: "a", Body: "x" }));
    await logged(target, /REST.PUT.OBJECT/);
    const [key = ""] = await keysBelow(s3, target, "access/");
    assert.match(
      key,
      new RegExp(
        `^access/${owner}/${region}/${source}/\\d{4}/\\d\\d/\\d\\d/\\d{4}(?:-\\d\\d){5}-[0-9A-F]{16}$`,
      ),
    );
  });

  /** What keeps a log from being delivered. */
  const closed: readonly (readonly [string, (source: string, target: string) => Promise<unknown>])[] = [
    [
      "the target's policy names another bucket",
      (_source, target) => setPolicy(target, letsService("b", target)),
    ],
    [
      "the target's policy names another account",
      (source, target) => setPolicy(target, letsService(source, target, other)),
    ],
    [
      "the target's policy names another prefix",
      (source, target) =>
        setPolicy(target, { ...letsService(source, target), Resource: `arn:aws:s3:::${target}/other/*` }),
    ],
    [
      "the target's policy names another service",
      (source, target) =>
        setPolicy(target, {
          ...letsService(source, target),
          Principal: { Service: "cloudtrail.amazonaws.com" },
        }),
    ],
    [
      "the target encrypts with a KMS key by default",
      async (source, target) => {
        await setPolicy(target, letsService(source, target));
        await s3.send(
          new PutBucketEncryptionCommand({
            Bucket: target,
            ServerSideEncryptionConfiguration: {
              Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }],
            },
          }),
        );
      },
    ],
  ];
  for (const [what, prepare] of closed) {
    it(`delivers nothing where ${what}`, async () => {
      const { source, target } = await make();
      const works = await make();
      await setPolicy(works.target, letsService(works.source, works.target));
      await enable(works.source, works.target);
      await prepare(source, target);
      await enable(source, target);
      await s3.send(new PutObjectCommand({ Bucket: source, Key: "a", Body: "x" }));
      // Delivered in the same turn or a later one.
      await s3.send(new PutObjectCommand({ Bucket: works.source, Key: "a", Body: "x" }));
      await logged(works.target, /REST.PUT.OBJECT/);
      assert.equal(await logOf(target), "");
    });
  }

  refuses([
    {
      what: "logging to a bucket of another account",
      refused: () => enable("logged-1", "logs-of-others"),
      code: "InvalidTargetBucketForLogging",
      twin: () => enable("logged-1", "log-target-1"),
    },
    {
      what: "logging to a bucket that is not there",
      refused: () => enable("logged-1", "no-such-log-target"),
      code: "InvalidTargetBucketForLogging",
      twin: () => enable("logged-1", "log-target-1"),
    },
  ]);
});
