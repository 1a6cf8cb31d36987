import { createHash, createHmac } from "node:crypto";
import { algorithm } from "./signature";
import type { Signature } from "./signature";

/** A request as its signature covers it. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query exactly as received. */
  readonly target: string;
  /** Every value of every header, names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

/**
 * The canonical request of Signature Version 4; undefined when the target has a broken percent-encoding.
 *
 * S3 takes the path as it is; all other services encode it once more.
 *
 * @param payloadHash `x-amz-content-sha256`, or the SHA-256 of the body in hexadecimal
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
 */
export function canonicalRequest(
  request: SignedRequest,
  { form, scope, signedHeaders }: Signature,
  payloadHash: string,
): string | undefined {
  const at = request.target.indexOf("?");
  const path = at < 0 ? request.target : request.target.slice(0, at);
  const query = at < 0 ? "" : request.target.slice(at + 1);
  const canonicalPath = canonicalUri(path, takesPathAsItIs(scope.service));
  const canonicalQuery = canonicalQueryString(query, form === "query");
  if (canonicalPath === undefined || canonicalQuery === undefined) return undefined;
  const canonicalHeaders = signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? []).map(collapsed).join(",")}\n`,
  );
  return [
    request.method,
    canonicalPath,
    canonicalQuery,
    canonicalHeaders.join(""),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

/** What is signed: the canonical request's hash with time and scope. */
export function stringToSign(canonical: string, { timestamp, scope }: Signature): string {
  return [algorithm, timestamp, scopeText(scope), sha256(canonical)].join("\n");
}

/** `date/region/service/aws4_request` */
export function scopeText({ date, region, service }: Signature["scope"]): string {
  return `${date}/${region}/${service}/aws4_request`;
}

const mostSigningKeys = 1_000;
const signingKeys = new Map<string, Buffer>();

/** The key with which everything of one day, region and service is signed. The last thousand are not made again. */
export function signingKey(secretAccessKey: string, scope: Signature["scope"]): Buffer {
  const name = `${secretAccessKey} ${scopeText(scope)}`;
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  const key = makeSigningKey(secretAccessKey, scope);
  if (signingKeys.size >= mostSigningKeys) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}

function makeSigningKey(secretAccessKey: string, { date, region, service }: Signature["scope"]): Buffer {
  return [date, region, service, "aws4_request"].reduce<Buffer>(
    (key, part) => createHmac("sha256", key).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

/** In hexadecimal. */
export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** SHA-256 of nothing. */
export const emptySha256 = sha256("");

function takesPathAsItIs(service: string): boolean {
  return /^s3(?:-outposts|express|-object-lambda)?$/.test(service);
}

function canonicalUri(path: string, asItIs: boolean): string | undefined {
  if (path === "" || path === "/") return "/";
  try {
    return path
      .split("/")
      .map((segment) => encoded(asItIs ? decodeURIComponent(segment) : segment))
      .join("/");
  } catch {
    // A broken percent-encoding: nothing can be signed by it.
    return undefined;
  }
}

function canonicalQueryString(query: string, presigned: boolean): string | undefined {
  if (query === "") return "";
  const pairs: (readonly [string, string])[] = [];
  try {
    for (const part of query.split("&")) {
      if (part === "") continue;
      const at = part.indexOf("=");
      const name = decoded(at < 0 ? part : part.slice(0, at));
      const value = at < 0 ? "" : decoded(part.slice(at + 1));
      if (presigned && name.toLowerCase() === "x-amz-signature") continue;
      pairs.push([encoded(name), encoded(value)]);
    }
  } catch {
    // A broken percent-encoding: nothing can be signed by it.
    return undefined;
  }
  return pairs
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

/** Percent-encoded but for letters, digits, `-`, `.`, `_` and `~`. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function collapsed(value: string): string {
  return value.trim().replace(/ +/g, " ");
}
