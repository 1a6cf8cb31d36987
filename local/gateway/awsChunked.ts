/**
 * The bytes inside an `aws-chunked` body; undefined when its framing is broken. Signatures of chunks and trailers are
 * left out unread.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function decodeAwsChunked(body: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const end = body.indexOf("\r\n", at);
    if (end < 0) return undefined;
    const [, size] = /^([0-9a-f]{1,8})(?:;.*)?$/i.exec(body.toString("latin1", at, end)) ?? [];
    if (size === undefined) return undefined;
    const bytes = parseInt(size, 16);
    if (bytes === 0) return Buffer.concat(chunks);
    const start = end + 2;
    if (body.toString("latin1", start + bytes, start + bytes + 2) !== "\r\n") return undefined;
    chunks.push(body.subarray(start, start + bytes));
    at = start + bytes + 2;
  }
}
