import type { AwsError } from "../../model";
import type { Amendment, Forwarding, StoreHead } from "../../service";
import type { StoreAnswer, StoreReader } from "../../store";
import { escapeXml } from "../../xml";
import { tagsOf } from "./existingTags";
import { invalidArgument, notImplemented, s3Error } from "./s3Error";
import type { S3Request } from "./s3Request";
import { storePath, storeRequest } from "./storeRequest";
import type { Target } from "./target";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const mostBytes = 5 * 1024 ** 3;

/** Headers that go along with a copied object unless the request replaces them. */
const metadata = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/** `x-amz-copy-source-if-match` and its like, as the conditions of a get. */
const conditions = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"];

/**
 * What goes to the store for a copy whose source is in another account's bucket: the store acts in one account at a
 * time, so the gateway reads the source in its owner's account and puts it into the target's, as it comes.
 *
 * @param headers to set beside those of the request
 */
export async function copyAcrossAccounts(
  store: StoreReader,
  request: S3Request,
  source: Target,
  target: Target,
  headers: Readonly<Record<string, string>>,
): Promise<Forwarding> {
  const versionId = /\?versionId=([^&]+)$/.exec(request.headers.get("x-amz-copy-source") ?? "")?.[1];
  const { account, region, name } = source.bucket;
  const path = storePath(name, source.key) + (versionId === undefined ? "" : `?versionId=${versionId}`);
  const range = request.headers.get("x-amz-copy-source-range");
  const ask = { account, region, signingName: "s3", path } as const;
  const keyed = customerKeyOf(request);
  const head = await store.ask({ ...ask, method: "HEAD", headers: { ...conditionsOf(request), ...keyed } });
  const fault = sourceFault(head, source, request);
  if (fault !== undefined) return refused(fault);
  const replaces = (directive: string) => request.headers.get(directive)?.toUpperCase() === "REPLACE";
  const isPart = request.operation.name === "UploadPartCopy";
  const kept = isPart || replaces("x-amz-metadata-directive") ? {} : metadataOf(head.headers);
  const tags = isPart || replaces("x-amz-tagging-directive") ? {} : await taggingOf(store, source, versionId);
  const ofCopies = [...request.headers.keys()].filter((header) => header.startsWith("x-amz-copy-source"));
  const without = Object.fromEntries(ofCopies.map((header) => [header, undefined] as const));
  return {
    ...storeRequest(request, target, undefined, { ...kept, ...tags, ...headers, ...without }),
    // What was looked at is what is copied.
    body: { ...ask, headers: { ...keyed, "if-match": String(head.headers.etag), ...(range && { range }) } },
  };
}

/** The store's answer to the put, as the answer to the copy that it stands for. */
export function copyResult({ operation }: S3Request, head: StoreHead, now: Date): Amendment | undefined {
  if (head.httpStatus !== 200) return undefined;
  const name = operation.name === "UploadPartCopy" ? "CopyPartResult" : "CopyObjectResult";
  const etag = escapeXml(String(head.headers.etag));
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LastModified>${now.toISOString()}</LastModified><ETag>${etag}</ETag></${name}>`;
  const kept = Object.entries(head.headers).filter(([header]) => header.startsWith("x-amz-"));
  const headers: Record<string, string> = { "content-type": "application/xml" };
  for (const [header, value] of kept) if (typeof value === "string") headers[header] = value;
  return { answer: { httpStatus: 200, headers, body: Buffer.from(body) } };
}

/** Why a source is not copied, after what the store says of it. */
function sourceFault(head: StoreAnswer, source: Target, request: S3Request): AwsError | undefined {
  switch (head.httpStatus) {
    case 200:
      break;
    case 304:
    case 412:
      return s3Error(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
      );
    case 404:
      return s3Error(404, "NoSuchKey", "The specified key does not exist.", { Key: source.key });
    case 405: {
      const message =
        "The source of a copy request may not specifically refer to a delete marker by version id.";
      return s3Error(400, "InvalidRequest", message);
    }
    default:
      return notImplemented("this copy between buckets of two accounts");
  }
  const bytes = Number(head.headers["content-length"]);
  if (request.operation.name === "UploadPartCopy") return rangeFault(request, bytes);
  if (bytes <= mostBytes) return undefined;
  const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${mostBytes}`;
  return s3Error(400, "InvalidRequest", message);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
function rangeFault({ headers }: S3Request, bytes: number): AwsError | undefined {
  const range = headers.get("x-amz-copy-source-range");
  if (range === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || Number(first) > Number(last)) {
    const message =
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy";
    return invalidArgument(message);
  }
  return Number(last) < bytes
    ? undefined
    : invalidArgument(`Range specified is not valid for source object of size: ${bytes}`);
}

/** The client's own key of the source (SSE-C), as a get gives it. */
function customerKeyOf({ headers }: S3Request): Readonly<Record<string, string>> {
  const names = ["algorithm", "key", "key-md5"].map((name) => `server-side-encryption-customer-${name}`);
  const key: Record<string, string> = {};
  for (const name of names) {
    const value = headers.get(`x-amz-copy-source-${name}`);
    if (value !== undefined) key[`x-amz-${name}`] = value;
  }
  return key;
}

function refused(error: AwsError): Forwarding {
  return { kind: "refused", error };
}

function conditionsOf({ headers }: S3Request): Readonly<Record<string, string>> {
  const given = conditions.map((name) => [name, headers.get(`x-amz-copy-source-${name}`)] as const);
  return Object.fromEntries(given.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

function metadataOf(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (pair): pair is [string, string] =>
        typeof pair[1] === "string" && (metadata.includes(pair[0]) || pair[0].startsWith("x-amz-meta-")),
    ),
  );
}

async function taggingOf(
  store: StoreReader,
  source: Target,
  versionId: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const tags = await tagsOf(store, source, versionId);
  return tags.size === 0 ? {} : { "x-amz-tagging": new URLSearchParams([...tags]).toString() };
}
