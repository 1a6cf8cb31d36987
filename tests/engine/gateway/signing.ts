import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";

/** Keys as AWS issues them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request to be signed. */
export interface UnsignedRequest {
  readonly service: string;
  readonly region: string;
  readonly method: string;
  /** Percent-encoded, with its query. */
  readonly target: string;
  /** Default: the endpoint's own. */
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What was answered. */
export interface RawAnswer {
  readonly httpStatus: number;
  readonly body: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/**
 * A presigned URL's path and query, written after AWS's description of Signature Version 4 so that the SDK's signer
 * and the gateway's are not the only ones that meet.
 *
 * @param expiresSeconds how long it is good for, from `signedAt` on
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presign(
  { service, region, method, target, host = endpoint().host, headers = {} }: UnsignedRequest,
  credentials: Credentials,
  expiresSeconds: number,
  signedAt: Date,
): string {
  const time = amzTime(signedAt);
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const [path = "", query = ""] = target.split("?");
  const all = { ...headers, host };
  const parameters = [
    ...(query === "" ? [] : query.split("&")),
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Credential=${encodeURIComponent(`${credentials.accessKeyId}/${scope}`)}`,
    `X-Amz-Date=${time}`,
    `X-Amz-Expires=${expiresSeconds}`,
    ...(credentials.sessionToken === undefined
      ? []
      : [`X-Amz-Security-Token=${encodeURIComponent(credentials.sessionToken)}`]),
    `X-Amz-SignedHeaders=${encodeURIComponent(Object.keys(all).sort().join(";"))}`,
  ].sort();
  const canonical = canonicalRequest(method, path, parameters.join("&"), all, "UNSIGNED-PAYLOAD");
  const signature = sign(canonical, time, scope, region, service, credentials);
  return `${path}?${parameters.join("&")}&X-Amz-Signature=${signature}`;
}

/** Sends a request that is signed in its headers. */
export async function sendSigned(unsigned: UnsignedRequest, credentials: Credentials): Promise<RawAnswer> {
  const { service, region, method, target, host = endpoint().host, headers = {}, body = "" } = unsigned;
  const time = amzTime(new Date());
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const [path = "", query = ""] = target.split("?");
  const all: Record<string, string> = {
    ...headers,
    host,
    "x-amz-date": time,
    "x-amz-content-sha256": sha256(body),
    ...(credentials.sessionToken === undefined ? {} : { "x-amz-security-token": credentials.sessionToken }),
  };
  const parameters =
    query === "" ? [] : query.split("&").map((part) => (part.includes("=") ? part : `${part}=`));
  const canonical = canonicalRequest(method, path, parameters.sort().join("&"), all, sha256(body));
  const signature = sign(canonical, time, scope, region, service, credentials);
  const names = Object.keys(all).sort().join(";");
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return sendRaw(method, target, { ...all, authorization }, body);
}

/** Sends a request as it is, to the local AWS whatever host it names. */
export function sendRaw(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  body = "",
): Promise<RawAnswer> {
  const { hostname, port } = endpoint();
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: target, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        resolve({ httpStatus: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function endpoint(): URL {
  return new URL(process.env.AWS_ENDPOINT_URL ?? "");
}

function amzTime(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, "");
}

function canonicalRequest(
  method: string,
  path: string,
  query: string,
  headers: Readonly<Record<string, string>>,
  payloadHash: string,
): string {
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]?.trim() ?? ""}\n`);
  return [method, path, query, lines.join(""), names.join(";"), payloadHash].join("\n");
}

function sign(
  canonical: string,
  time: string,
  scope: string,
  region: string,
  service: string,
  { secretAccessKey }: Credentials,
): string {
  const text = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const day = hmac(`AWS4${secretAccessKey}`, time.slice(0, 8));
  return hmac(hmac(hmac(hmac(day, region), service), "aws4_request"), text).toString("hex");
}
