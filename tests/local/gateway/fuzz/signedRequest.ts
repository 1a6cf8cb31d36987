import { createHash, createHmac } from "node:crypto";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A request before it is signed. */
export interface Unsigned {
  readonly method: string;
  /** Percent-encoded, with its query. */
  readonly target: string;
  readonly service: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `x-amz-content-sha256`; default: the body's hash. */
  readonly payload?: string;
}

/** A signed request taken apart, so that a test can change any of its parts. */
export interface Parts {
  readonly method: string;
  readonly target: string;
  /** In the order in which they are sent; the length of the body is added. */
  readonly headers: readonly (readonly [string, string])[];
  readonly authorization: Authorization;
  readonly body: string;
}

/** Fields of the header `Authorization`. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

export interface Signed {
  readonly parts: Parts;
  /** What to send, with some parts changed. */
  readonly bytes: (changed?: Partial<Parts>) => Buffer;
  /** The key that signs further chunks. */
  readonly key: Buffer;
  readonly timestamp: string;
}

const region = "us-east-1";
export const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");
export const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

/**
 * Signs a request in its headers, written after AWS's description of Signature Version 4.
 *
 * @param signedAt default: now
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signed(unsigned: Unsigned, keys: Keys, signedAt = new Date()): Signed {
  const { method, target, service, body = "" } = unsigned;
  const bodyBytes = Buffer.from(body, "latin1");
  const payload = unsigned.payload ?? sha256(bodyBytes);
  const timestamp = amzTime(signedAt);
  const date = timestamp.slice(0, 8);
  const headers: Record<string, string> = {
    ...unsigned.headers,
    host: "127.0.0.1",
    "x-amz-date": timestamp,
    "x-amz-content-sha256": payload,
  };
  const names = Object.keys(headers).sort();
  const [path = "", query = ""] = target.split("?");
  const canonical = [
    method,
    path,
    canonicalQuery(query),
    names.map((name) => `${name}:${headers[name] ?? ""}\n`).join(""),
    names.join(";"),
    payload,
  ].join("\n");
  const key = signingKey(keys, date, service);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", timestamp, scope, sha256(canonical)].join("\n");
  const parts: Parts = {
    method,
    target,
    headers: Object.entries(headers),
    authorization: {
      accessKeyId: keys.accessKeyId,
      date,
      region,
      service,
      signedHeaders: names.join(";"),
      signature: hmac(key, text).toString("hex"),
    },
    body,
  };
  return { parts, key, timestamp, bytes: (changed = {}) => written({ ...parts, ...changed }) };
}

/** Path and query of a presigned URL. @param seconds how long it is good for */
export function presigned(
  method: string,
  path: string,
  keys: Keys,
  seconds: number,
  signedAt = new Date(),
): readonly (readonly [string, string])[] {
  const timestamp = amzTime(signedAt);
  const date = timestamp.slice(0, 8);
  const scope = `${date}/${region}/s3/aws4_request`;
  const query = [
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Credential", `${keys.accessKeyId}/${scope}`],
    ["X-Amz-Date", timestamp],
    ["X-Amz-Expires", String(seconds)],
    ["X-Amz-SignedHeaders", "host"],
  ] as const;
  const canonical = [method, path, queryText(query), "host:127.0.0.1\n", "host", "UNSIGNED-PAYLOAD"].join(
    "\n",
  );
  const text = ["AWS4-HMAC-SHA256", timestamp, scope, sha256(canonical)].join("\n");
  const signature = hmac(signingKey(keys, date, "s3"), text).toString("hex");
  return [...query, ["X-Amz-Signature", signature]];
}

/** A query as it stands in a URL. */
export function queryText(query: readonly (readonly [string, string])[]): string {
  return query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

/** `yyyyMMddTHHmmssZ` */
export function amzTime(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, "");
}

function written({ method, target, headers, authorization, body }: Parts): Buffer {
  const { accessKeyId, date, region: inRegion, service, signedHeaders, signature } = authorization;
  const credential = `${accessKeyId}/${date}/${inRegion}/${service}/aws4_request`;
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `authorization: AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    `content-length: ${Buffer.from(body, "latin1").length}`,
    "connection: close",
    "",
    "",
  ];
  return Buffer.concat([Buffer.from(lines.join("\r\n"), "latin1"), Buffer.from(body, "latin1")]);
}

function signingKey({ secretAccessKey }: Keys, date: string, service: string): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), "aws4_request");
}

function canonicalQuery(query: string): string {
  return query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => (part.includes("=") ? part : `${part}=`))
    .sort()
    .join("&");
}
