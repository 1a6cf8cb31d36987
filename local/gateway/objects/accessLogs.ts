import { randomUUID } from "node:crypto";
import { letsService, sourceKeys } from "../actors/servicePrincipal";
import type { Outcome } from "../model";
import { storePath } from "../services/s3/storeRequest";
import type { StoredBucket, StoreReader } from "../store";
import { childOf, descend, textOf } from "../xml";
import { accessLogLine } from "./accessLogLine";
import { bucketConfiguration } from "./bucketConfiguration";

const service = "logging.s3.amazonaws.com";
/** What is not delivered soon is not kept: AWS delivers logs on a best-effort basis. */
const mostPending = 5_000;

/**
 * Collects the server access logs of buckets and delivers them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export class AccessLogs {
  private pending: Outcome[] = [];

  constructor(private readonly store: StoreReader) {}

  /** Takes a request that was answered. */
  add(outcome: Outcome): void {
    const { service: asked, parameters } = outcome.call;
    if (asked !== "s3" || typeof parameters["bucketName"] !== "string") return;
    if (this.pending.length < mostPending) this.pending.push(outcome);
  }

  /** Delivers what was taken. @throws StoreError when the store does not answer */
  async deliver(): Promise<void> {
    const byBucket = new Map<string, Outcome[]>();
    for (const outcome of this.pending) {
      const name = bucketOf(outcome);
      byBucket.set(name, [...(byBucket.get(name) ?? []), outcome]);
    }
    this.pending = [];
    for (const [name, outcomes] of byBucket) {
      const bucket = await this.store.bucket(name);
      if (bucket !== undefined) await deliverLog(this.store, bucket, outcomes);
    }
  }
}

/** The bucket behind an access point, where the decision looked at it. */
function bucketOf({ call, needs }: Outcome): string {
  const arns = needs.map(({ resource }) => /^arn:aws:s3:::([^/]+)/.exec(resource)?.[1]);
  return arns.find((name) => name !== undefined) ?? String(call.parameters["bucketName"]);
}

async function deliverLog(
  store: StoreReader,
  source: StoredBucket,
  outcomes: readonly Outcome[],
): Promise<void> {
  const enabled = childOf(await bucketConfiguration(store, source, "logging"), "LoggingEnabled");
  const targetName = textOf(enabled, "TargetBucket");
  const target = targetName === undefined ? undefined : await store.bucket(targetName);
  if (target === undefined || !(await takesLogs(store, source, target))) return;
  const now = new Date();
  const partitioned = descend(enabled, "TargetObjectKeyFormat", "PartitionedPrefix") !== undefined;
  const folder = partitioned ? partitionFolder(source, now) : "";
  const key = `${textOf(enabled, "TargetPrefix") ?? ""}${folder}${timeName(now)}-${uniqueName()}`;
  const sourceArn = `arn:aws:s3:::${source.name}`;
  const allowed = letsService(await store.bucketPolicy(target.name), {
    service,
    action: "s3:PutObject",
    resource: `arn:aws:s3:::${target.name}/${key}`,
    resourceAccount: target.account,
    context: {
      ...sourceKeys(sourceArn, source.account),
      "aws:SecureTransport": "true",
      "s3:TlsVersion": "1.3",
    },
  });
  if (!allowed) return;
  const { account, region, name } = target;
  await store.ask({
    account,
    region,
    signingName: "s3",
    method: "PUT",
    path: storePath(name, key),
    headers: { "content-type": "text/plain" },
    body: outcomes.map((outcome) => `${accessLogLine(outcome, source.account)}\n`).join(""),
  });
}

/**
 * Logs stay in the bucket's own account and region, and are written under no KMS key and no default retention.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
async function takesLogs(store: StoreReader, source: StoredBucket, target: StoredBucket): Promise<boolean> {
  if (target.account !== source.account || target.region !== source.region) return false;
  const encryption = await store.bucketEncryption(target.name);
  const lock = await bucketConfiguration(store, target, "object-lock");
  return (
    encryption?.algorithm !== "aws:kms" &&
    encryption?.algorithm !== "aws:kms:dsse" &&
    descend(lock, "Rule", "DefaultRetention") === undefined
  );
}

function partitionFolder({ account, region, name }: StoredBucket, at: Date): string {
  return `${account}/${region}/${name}/${at.toISOString().slice(0, 10).replaceAll("-", "/")}/`;
}

/** Like `2026-11-25-01-02-03`. */
function timeName(at: Date): string {
  return at.toISOString().slice(0, 19).replace(/[T:]/g, "-");
}

function uniqueName(): string {
  return randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase();
}
