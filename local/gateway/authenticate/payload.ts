import { createHash, createHmac, type Hash } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { emptySha256 } from "./canonicalRequest";

/** What `x-amz-content-sha256` says of a body. */
export type PayloadForm =
  | { readonly kind: "hashed"; readonly sha256: string }
  | { readonly kind: "unsigned" }
  /** In `aws-chunked` framing, each chunk signed or none. */
  | { readonly kind: "streaming"; readonly signedChunks: boolean; readonly trailer: boolean };

/** Undefined when it is none of the forms that S3 takes. */
export function payloadForm(contentSha256: string): PayloadForm | undefined {
  switch (contentSha256) {
    case "UNSIGNED-PAYLOAD":
      return { kind: "unsigned" };
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
      return { kind: "streaming", signedChunks: false, trailer: true };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
      return { kind: "streaming", signedChunks: true, trailer: false };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return { kind: "streaming", signedChunks: true, trailer: true };
    default:
      return /^[0-9a-f]{64}$/i.test(contentSha256)
        ? { kind: "hashed", sha256: contentSha256.toLowerCase() }
        : undefined;
  }
}

/** The body is not what its signature says. */
export class PayloadMismatch extends Error {
  /** @param computedSha256 of the whole body; absent where a chunk's signature is wrong */
  constructor(
    readonly kind: "hash" | "chunkSignature" | "framing" | "form",
    readonly computedSha256?: string,
  ) {
    super(`the body does not match its signature: ${kind}`);
  }
}

/**
 * Passes a body on and compares it with its SHA-256. The last chunk is held back until it is known to match, so a
 * receiver never sees a whole body that does not.
 *
 * Fails with PayloadMismatch.
 */
export class HashedPayload extends Transform {
  private readonly hash = createHash("sha256");
  private held: Buffer | undefined;

  /** @param sha256 in lower-case hexadecimal */
  constructor(private readonly sha256: string) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    if (this.held !== undefined) this.push(this.held);
    this.held = chunk;
    done();
  }

  override _flush(done: TransformCallback): void {
    const computed = this.hash.digest("hex");
    if (computed !== this.sha256) {
      done(new PayloadMismatch("hash", computed));
      return;
    }
    if (this.held !== undefined) this.push(this.held);
    done();
  }
}

/** What the signatures of chunks are chained from. */
export interface ChunkSigning {
  readonly key: Buffer;
  readonly timestamp: string;
  /** `date/region/service/aws4_request` */
  readonly scope: string;
  /** The signature of the request's head. */
  readonly seedSignature: string;
}

const longestLineBytes = 8_192;
const longestTrailerBytes = 32_768;

/**
 * Passes an `aws-chunked` body on as it is and checks the signature of each chunk and of the trailer. The end is held
 * back until everything before it is known to match.
 *
 * Fails with PayloadMismatch.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export class SignedChunks extends Transform {
  private state: "header" | "data" | "dataEnd" | "trailer" = "header";
  private pending: Buffer = Buffer.alloc(0);
  private missingBytes = 0;
  private chunkHash: Hash = createHash("sha256");
  private chunkSignature = "";
  private previous: string;
  private held: Buffer = Buffer.alloc(0);

  constructor(
    private readonly signing: ChunkSigning,
    private readonly trailer: boolean,
  ) {
    super();
    this.previous = signing.seedSignature;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    try {
      while (this.step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      if (this.state !== "trailer") throw new PayloadMismatch("framing");
      if (this.trailer) this.checkTrailer(this.pending.toString("latin1"));
      else if (!/^(?:\r\n)?$/.test(this.pending.toString("latin1"))) throw new PayloadMismatch("framing");
      this.push(this.held);
      this.push(this.pending);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  /** Passes on what came before, and holds this back. */
  private passOn(bytes: Buffer): void {
    if (this.held.length > 0) this.push(this.held);
    this.held = bytes;
  }

  /** Whether a further step may be possible. */
  private step(): boolean {
    switch (this.state) {
      case "header":
        return this.readHeader();
      case "data": {
        const data = this.pending.subarray(0, this.missingBytes);
        if (data.length === 0) return false;
        this.chunkHash.update(data);
        this.passOn(data);
        this.pending = this.pending.subarray(data.length);
        this.missingBytes -= data.length;
        if (this.missingBytes === 0) this.state = "dataEnd";
        return true;
      }
      case "dataEnd": {
        if (this.pending.length < 2) return false;
        if (this.pending.toString("latin1", 0, 2) !== "\r\n") throw new PayloadMismatch("framing");
        this.checkChunk(this.chunkHash.digest("hex"));
        this.passOn(this.pending.subarray(0, 2));
        this.pending = this.pending.subarray(2);
        this.state = "header";
        return true;
      }
      case "trailer":
        if (this.pending.length > longestTrailerBytes) throw new PayloadMismatch("framing");
        return false;
    }
  }

  private readHeader(): boolean {
    const end = this.pending.indexOf("\r\n");
    if (end < 0) {
      if (this.pending.length > longestLineBytes) throw new PayloadMismatch("framing");
      return false;
    }
    const line = this.pending.toString("latin1", 0, end);
    const fields = /^([0-9a-f]{1,12});chunk-signature=([0-9a-f]{64})$/i.exec(line);
    if (fields === null) throw new PayloadMismatch("framing");
    const [, size = "", signature = ""] = fields;
    this.passOn(this.pending.subarray(0, end + 2));
    this.pending = this.pending.subarray(end + 2);
    this.missingBytes = parseInt(size, 16);
    this.chunkSignature = signature;
    if (this.missingBytes === 0) {
      this.checkChunk(emptySha256);

      this.state = "trailer";
    } else {
      this.chunkHash = createHash("sha256");
      this.state = "data";
    }
    return true;
  }

  private checkChunk(dataSha256: string): void {
    const { timestamp, scope } = this.signing;
    const text = ["AWS4-HMAC-SHA256-PAYLOAD", timestamp, scope, this.previous, emptySha256, dataSha256];
    this.checkSignature(text.join("\n"), this.chunkSignature);
  }

  private checkTrailer(text: string): void {
    const lines = text.split("\r\n").filter((line) => line !== "");
    const isSignature = (line: string) => /^x-amz-trailer-signature:/i.test(line);
    const given = lines.find(isSignature)?.replace(/^[^:]*:\s*/, "") ?? "";
    const canonical = lines
      .filter((line) => !isSignature(line))
      .map((line) =>
        line.replace(/^([^:]*):\s*(.*?)\s*$/, (_whole, name: string, value: string) => {
          return `${name.trim().toLowerCase()}:${value}\n`;
        }),
      )
      .join("");
    const { timestamp, scope } = this.signing;
    const hash = createHash("sha256").update(canonical).digest("hex");
    this.checkSignature(
      ["AWS4-HMAC-SHA256-TRAILER", timestamp, scope, this.previous, hash].join("\n"),
      given,
    );
  }

  private checkSignature(text: string, given: string): void {
    const computed = createHmac("sha256", this.signing.key).update(text).digest("hex");
    if (computed !== given.toLowerCase()) throw new PayloadMismatch("chunkSignature");
    this.previous = computed;
  }
}
