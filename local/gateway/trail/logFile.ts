import { createHash, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { TrailEvent } from "./event";
import type { LoggingTrail } from "./trails";

const compress = promisify(gzip);

/** One log file, ready to be put. */
export interface LogFile {
  readonly key: string;
  /** Gzip of `{"Records": […]}`. */
  readonly body: Buffer;
  /** SHA-256 of the file before it is compressed, in hexadecimal. */
  readonly sha256: string;
  readonly oldestEventTime: string;
  readonly newestEventTime: string;
}

/** Whose events a file holds, and of which region. */
export interface LogPlace {
  readonly trail: LoggingTrail;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/**
 * Makes a log file of events.
 *
 * @param events at least one
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
export async function makeLogFile(
  place: LogPlace,
  events: readonly TrailEvent[],
  now: Date,
): Promise<LogFile> {
  const text = JSON.stringify({ Records: events });
  const times = events.map((event) => event.eventTime).sort();
  return {
    key: logFileKey(place, now),
    body: await compress(text),
    sha256: sha256Of(text),
    oldestEventTime: times.at(0) ?? "",
    newestEventTime: times.at(-1) ?? "",
  };
}

/** Gzip of a text, and SHA-256 of the text in hexadecimal. */
export async function compressed(text: string): Promise<{ readonly body: Buffer; readonly sha256: string }> {
  return { body: await compress(text), sha256: sha256Of(text) };
}

function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** `[prefix/]AWSLogs/[o-…/]N/CloudTrail/REGION/yyyy/mm/dd/N_CloudTrail_REGION_yyyymmddThhmmZ_RANDOM.json.gz` */
export function logFileKey(place: LogPlace, now: Date): string {
  const { account, region } = place;
  const minute = compactTime(now).replace(/\d{2}Z$/, "Z");
  return `${folder(place, "CloudTrail", now)}/${account}_CloudTrail_${region}_${minute}_${randomName()}.json.gz`;
}

/** `[prefix/]AWSLogs/…/CloudTrail-Digest/REGION/yyyy/mm/dd/N_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_yyyymmddThhmmssZ.json.gz` */
export function digestKey(place: LogPlace, now: Date): string {
  const { account, region, trail } = place;
  const name = `${account}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${compactTime(now)}`;
  return `${folder(place, "CloudTrail-Digest", now)}/${name}.json.gz`;
}

/** Where a trail's files of one account begin. */
export function accountFolder(
  prefix: string | undefined,
  organizationId: string | undefined,
  account: string,
): string {
  const parts = [prefix, "AWSLogs", organizationId, account];
  return parts.filter((part) => part !== undefined && part !== "").join("/");
}

function folder({ trail, account, region }: LogPlace, kind: string, now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll("-", "/");
  return `${accountFolder(trail.prefix, trail.organizationId, account)}/${kind}/${region}/${day}`;
}

/** `20260131T235959Z` */
function compactTime(now: Date): string {
  return now.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function randomName(): string {
  return [...randomBytes(16)].map((byte) => letters.charAt(byte % letters.length)).join("");
}
