import { bucketConfiguration } from "../../objects/bucketConfiguration";
import type { AwsError } from "../../model";
import type { StoreReader } from "../../store";
import { childOf, descend, readXml, textOf, type XmlElement } from "../../xml";
import { invalidArgument, malformedXml, s3Error } from "./s3Error";
import type { S3Request } from "./s3Request";
import { storePath } from "./storeRequest";
import type { Target } from "./target";

const mostDays = 36_500;
const mostYears = 100;

/** Operations that make a version, and take the headers of object lock. */
const creating: ReadonlySet<string> = new Set(["PutObject", "CopyObject", "CreateMultipartUpload"]);

/**
 * Why S3 does not do something because of object lock; undefined when it does.
 *
 * What is locked cannot be taken away: the store sees to that.
 *
 * @param body of an operation whose body is read whole
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export async function objectLockFault(
  store: StoreReader,
  { operation, headers, query }: S3Request,
  target: Target,
  body: Buffer | undefined,
  now: Date,
): Promise<AwsError | undefined> {
  if (creating.has(operation.name)) {
    const lock = {
      mode: headers.get("x-amz-object-lock-mode"),
      until: headers.get("x-amz-object-lock-retain-until-date"),
    };
    return (
      headerFault(lock, headers.get("x-amz-object-lock-legal-hold"), now) ??
      (operation.name === "PutObject" ? checksumFault(store, headers, target) : undefined)
    );
  }
  const root = readXml(body?.toString() ?? "");
  switch (operation.name) {
    case "PutObjectRetention":
      return retentionFault(store, root, headers, target, query.get("versionId"), now);
    case "PutObjectLockConfiguration":
      return configurationFault(root);
    case "PutBucketVersioning":
      return versioningFault(store, root, target);
    default:
      return undefined;
  }
}

interface LockHeaders {
  readonly mode: string | undefined;
  readonly until: string | undefined;
}

function headerFault(
  { mode, until }: LockHeaders,
  legalHold: string | undefined,
  now: Date,
): AwsError | undefined {
  if (legalHold !== undefined && legalHold !== "ON" && legalHold !== "OFF") {
    return invalidArgument("Legal Hold must be either of 'ON' or 'OFF'");
  }
  if (mode === undefined && until === undefined) return undefined;
  if (mode === undefined || until === undefined) {
    return invalidArgument(
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    );
  }
  if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE") return invalidArgument("Unknown wormMode directive.");
  return pastFault(until, now);
}

function pastFault(until: string, now: Date): AwsError | undefined {
  return Date.parse(until) > now.getTime()
    ? undefined
    : invalidArgument("The retain until date must be in the future!");
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
async function checksumFault(
  store: StoreReader,
  headers: ReadonlyMap<string, string>,
  { bucket }: Target,
): Promise<AwsError | undefined> {
  const checked = [...headers].some(
    ([name, value]) =>
      name === "content-md5" ||
      name === "x-amz-sdk-checksum-algorithm" ||
      /^x-amz-checksum-(?!mode|type|algorithm)/.test(name) ||
      (name === "x-amz-trailer" && value.startsWith("x-amz-checksum-")),
  );
  if (checked) return undefined;
  const locks = [...headers.keys()].some((name) => name.startsWith("x-amz-object-lock-"));
  const byDefault = descend(
    await bucketConfiguration(store, bucket, "object-lock"),
    "Rule",
    "DefaultRetention",
  );
  if (!locks && byDefault === undefined) return undefined;
  const message =
    "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters";
  return s3Error(400, "InvalidRequest", message);
}

async function retentionFault(
  store: StoreReader,
  root: XmlElement | undefined,
  headers: ReadonlyMap<string, string>,
  target: Target,
  versionId: string | undefined,
  now: Date,
): Promise<AwsError | undefined> {
  const until = textOf(root, "RetainUntilDate");
  const mode = textOf(root, "Mode");
  const bypasses = headers.get("x-amz-bypass-governance-retention")?.trim().toLowerCase() === "true";
  const present = await retentionOf(store, target, versionId);
  if (until === undefined || mode === undefined) return malformedXml;
  const past = pastFault(until, now);
  if (past !== undefined || present === undefined || present.until <= now.getTime()) return past;
  const weakens =
    Date.parse(until) < present.until || (present.mode === "COMPLIANCE" && mode !== "COMPLIANCE");
  if (!weakens || (present.mode === "GOVERNANCE" && bypasses)) return undefined;
  return s3Error(403, "AccessDenied", "Access Denied because object protected by object lock.");
}

interface Retention {
  readonly mode: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

async function retentionOf(
  store: StoreReader,
  { bucket, key }: Target,
  versionId: string | undefined,
): Promise<Retention | undefined> {
  const { account, region, name } = bucket;
  const version = versionId === undefined ? "" : `&versionId=${encodeURIComponent(versionId)}`;
  const path = `${storePath(name, key)}?retention${version}`;
  const answer = await store.ask({ account, region, signingName: "s3", path });
  const root = answer.httpStatus === 200 ? readXml(answer.body.toString()) : undefined;
  const until = Date.parse(textOf(root, "RetainUntilDate") ?? "");
  return Number.isNaN(until) ? undefined : { mode: textOf(root, "Mode") ?? "", until };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DefaultRetention.html */
function configurationFault(root: XmlElement | undefined): AwsError | undefined {
  const retention = descend(root, "Rule", "DefaultRetention");
  if (retention === undefined) return childOf(root, "Rule") === undefined ? undefined : malformedXml;
  for (const [name, most] of [
    ["Days", mostDays],
    ["Years", mostYears],
  ] as const) {
    const text = textOf(retention, name);
    if (text === undefined) continue;
    if (!/^\d+$/.test(text) || Number(text) < 1) {
      return invalidArgument("Default retention period must be a positive integer value.");
    }
    if (Number(text) > most) {
      return invalidArgument("Default retention period too large.", { ArgumentName: name });
    }
  }
  return undefined;
}

async function versioningFault(
  store: StoreReader,
  root: XmlElement | undefined,
  { bucket }: Target,
): Promise<AwsError | undefined> {
  if (textOf(root, "Status") === "Enabled") return undefined;
  const lock = await bucketConfiguration(store, bucket, "object-lock");
  if (textOf(lock, "ObjectLockEnabled") !== "Enabled") return undefined;
  const message =
    "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.";
  return s3Error(409, "InvalidBucketState", message);
}
