import type { AwsError } from "../../model";
import type { Amendment, Forwarding, StoreHead } from "../../service";
import type { StoreReader } from "../../store";
import { escapeXml } from "../../xml";
import { tagsOf } from "./existingTags";
import { notImplemented, s3Error } from "./s3Error";
import type { S3Request } from "./s3Request";
import { storePath, storeRequest } from "./storeRequest";
import type { Target } from "./target";

/** The only bodies that the gateway holds: a copy between accounts goes through it. */
const mostBytes = 16 * 1024 * 1024;

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
 * time, so the gateway reads the source in its owner's account and puts it into the target's.
 *
 * At most 16 MiB: more is refused as not implemented.
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
  const ask = { account, region, signingName: "s3", path } as const;
  const head = await store.ask({ ...ask, method: "HEAD" });
  const range = request.headers.get("x-amz-copy-source-range");
  if (head.httpStatus === 200 && range === undefined && Number(head.headers["content-length"]) > mostBytes) {
    return refused(notImplemented("copies of more than 16 MiB between buckets of two accounts"));
  }
  const found = await store.ask({ ...ask, headers: { ...conditionsOf(request), ...(range && { range }) } });
  if (found.httpStatus === 404) {
    return refused(s3Error(404, "NoSuchKey", "The specified key does not exist.", { Key: source.key }));
  }
  if (found.httpStatus === 304 || found.httpStatus === 412) {
    const message = "At least one of the pre-conditions you specified did not hold";
    return refused(s3Error(412, "PreconditionFailed", message));
  }
  if (found.httpStatus >= 300 || found.body.length > mostBytes) {
    return refused(notImplemented("this copy between buckets of two accounts"));
  }
  const replaces = (directive: string) => request.headers.get(directive)?.toUpperCase() === "REPLACE";
  const isPart = request.operation.name === "UploadPartCopy";
  const kept = isPart || replaces("x-amz-metadata-directive") ? {} : metadataOf(found.headers);
  const tags = isPart || replaces("x-amz-tagging-directive") ? {} : await taggingOf(store, source, versionId);
  const ofCopies = [...request.headers.keys()].filter((header) => header.startsWith("x-amz-copy-source"));
  const without = Object.fromEntries(ofCopies.map((header) => [header, undefined] as const));
  return {
    ...storeRequest(request, target, undefined, { ...kept, ...tags, ...headers, ...without }),
    body: found.body,
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
