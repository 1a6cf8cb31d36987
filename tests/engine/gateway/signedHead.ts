import { createHash, createHmac } from "node:crypto";
import type { Credentials } from "./signing";

/** A request to be signed, and where what is sent is to be other than what was signed. */
export interface SignedParts {
  readonly service: string;
  readonly region: string;
  readonly method: string;
  /** Percent-encoded, without query. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Default: now. */
  readonly signedAt?: Date;
  /** In place of the body's SHA-256; `none` leaves the header out. */
  readonly payload?: string;
  readonly sentMethod?: string;
  readonly sentTarget?: string;
  readonly sentBody?: string;
  readonly sentHeaders?: Readonly<Record<string, string>>;
  /** The region that the credential names, where it is not the one that was signed for. */
  readonly scopeRegion?: string;
}

/** What is sent. */
export interface SignedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What chunk signatures are chained from. */
  readonly signature: string;
  readonly time: string;
  readonly scope: string;
  readonly key: Buffer;
}

/** In hexadecimal. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
/** @param key secret, or a key that was derived */
export const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

/**
 * Signs a request in its headers, written after AWS's description of Signature Version 4.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signedHead(parts: SignedParts, credentials: Credentials): SignedRequest {
  const { service, region, method, target, body, signedAt = new Date() } = parts;
  const time = signedAt.toISOString().replace(/[-:]|\.\d+/g, "");
  const scopeIn = (of: string) => `${time.slice(0, 8)}/${of}/${service}/aws4_request`;
  const payload = parts.payload ?? sha256(body);
  const headers: Record<string, string> = {
    host: new URL(process.env.AWS_ENDPOINT_URL ?? "").host,
    ...parts.headers,
    "x-amz-date": time,
    ...(payload === "none" ? {} : { "x-amz-content-sha256": payload }),
    ...(credentials.sessionToken === undefined ? {} : { "x-amz-security-token": credentials.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name] ?? ""}\n`).join("");
  const canonical = [method, target, "", lines, names.join(";"), payload].join("\n");
  const text = ["AWS4-HMAC-SHA256", time, scopeIn(region), sha256(canonical)].join("\n");
  const key = [region, service, "aws4_request"].reduce(
    hmac,
    hmac(`AWS4${credentials.secretAccessKey}`, time.slice(0, 8)),
  );
  const signature = hmac(key, text).toString("hex");
  const credential = `${credentials.accessKeyId}/${scopeIn(parts.scopeRegion ?? region)}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return {
    method: parts.sentMethod ?? method,
    target: parts.sentTarget ?? target,
    headers: { ...headers, authorization, ...parts.sentHeaders },
    body: parts.sentBody ?? body,
    signature,
    time,
    scope: scopeIn(region),
    key,
  };
}
