import { crc32 } from "node:zlib";
import type { Credentials } from "./signing";
import { hmac, sha256, signedHead, type SignedParts, type SignedRequest } from "./signedHead";

/** `x-amz-content-sha256` of a body in chunks. */
export type ChunkForm =
  | "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
  | "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
  | "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

const chunks = ["hello ".repeat(20_000), "and goodbye"] as const;

/**
 * A request whose body comes in two chunks and, where the form has one, a trailer with its CRC-32.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function chunkedBody(parts: SignedParts, credentials: Credentials, form: ChunkForm): SignedRequest {
  const trailer = form.endsWith("TRAILER");
  const headers = {
    ...parts.headers,
    "content-encoding": "aws-chunked",
    "x-amz-decoded-content-length": String(chunks.join("").length),
    ...(trailer ? { "x-amz-trailer": "x-amz-checksum-crc32" } : {}),
  };
  const head = signedHead({ ...parts, headers, payload: form }, credentials);
  const signs = form !== "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  let previous = head.signature;
  const sign = (kind: string, ...hashes: readonly string[]) => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, head.time, head.scope, previous, ...hashes].join("\n");
    previous = hmac(head.key, text).toString("hex");
    return previous;
  };
  const pieces = [...chunks, ""].map((chunk) => {
    const extension = signs ? `;chunk-signature=${sign("PAYLOAD", sha256(""), sha256(chunk))}` : "";
    return `${chunk.length.toString(16)}${extension}\r\n${chunk}${chunk === "" ? "" : "\r\n"}`;
  });
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(chunks.join("")));
  const line = `x-amz-checksum-crc32:${checksum.toString("base64")}`;
  const trailers = trailer ? [line] : [];
  if (trailer && signs) trailers.push(`x-amz-trailer-signature:${sign("TRAILER", sha256(`${line}\n`))}`);
  return { ...head, body: [...pieces, ...trailers.map((text) => `${text}\r\n`), "\r\n"].join("") };
}
