import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { request } from "node:http";
import type { Readable, Transform } from "node:stream";
import { sha256 } from "../authenticate/canonicalRequest";
import { HashedPayload, PayloadMismatch } from "../authenticate/payload";
import { readAll } from "../readAll";
import type { StoreHead } from "../service";
import type { StoreConnection } from "../store/connection";
import { storeAuthorization } from "../store/connection";

const largestReadAnswerBytes = 8 * 1024 * 1024;
/** Bodies up to this length go to the store in one piece, which takes half the time. */
const onePieceBytes = 64 * 1024;

/** A request as it goes to the store. */
export interface ForwardedRequest {
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Account in which the store acts. */
  readonly account: string;
  readonly region: string;
  readonly signingName: string;
  readonly body: Buffer | StreamedBody;
}

/** A body that passes as it comes. */
export interface StreamedBody {
  readonly source: Readable;
  /** Checks what passes; fails with PayloadMismatch. */
  readonly check?: Transform;
  /** In place of `check`: of the whole body, in lower-case hexadecimal. */
  readonly sha256?: string;
}

/** What came of forwarding. */
export type Forwarded =
  | { readonly kind: "answered"; readonly head: StoreHead; readonly stream: IncomingMessage }
  | { readonly kind: "mismatch"; readonly mismatch: PayloadMismatch }
  /** The client hung up, or sent less than it had announced. */
  | { readonly kind: "incomplete" }
  | { readonly kind: "storeDown"; readonly message: string };

/** Headers that are between two servers only, or that only the gateway reads. */
const leftOut: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "expect",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "upgrade",
  "x-amz-security-token",
]);

/** Sends a request to the store, in the owner's account. The store sees a whole body only when it is as signed. */
export async function forward(connection: StoreConnection, forwarded: ForwardedRequest): Promise<Forwarded> {
  const { body, headers } = forwarded;
  const announced = headers["content-length"];
  if (Buffer.isBuffer(body) || announced === undefined || Number(announced) > onePieceBytes) {
    return send(connection, forwarded);
  }
  try {
    const { source, check } = body;
    const whole = await readAll(check === undefined ? source : checked(source, check), onePieceBytes);
    if (whole === undefined) return { kind: "incomplete" };
    const computed = body.sha256 === undefined ? undefined : sha256(whole);
    return computed === body.sha256
      ? await send(connection, { ...forwarded, body: whole })
      : { kind: "mismatch", mismatch: new PayloadMismatch("hash", computed) };
  } catch (error) {
    return error instanceof PayloadMismatch ? { kind: "mismatch", mismatch: error } : { kind: "incomplete" };
  }
}

function checked(source: Readable, check: Transform): Readable {
  source.on("close", () => {
    if (!source.readableEnded) check.destroy();
  });
  return source.pipe(check);
}

async function send(
  { agent, port }: StoreConnection,
  { method, path, headers, account, region, signingName, body }: ForwardedRequest,
): Promise<Forwarded> {
  const toStore = request({
    agent,
    host: "127.0.0.1",
    port,
    method,
    path,
    headers: {
      ...storeHeaders(headers, body),
      authorization: storeAuthorization(account, region, signingName),
    },
  });
  return new Promise((resolve) => {
    let failed: Forwarded | undefined;
    toStore.on("response", (stream) => {
      const head: StoreHead = {
        httpStatus: stream.statusCode ?? 502,
        headers: stream.headers,
        body: () => wholeAnswer(stream),
      };
      resolve(failed ?? { kind: "answered", head, stream });
    });
    toStore.on("error", (error) => {
      resolve(failed ?? { kind: "storeDown", message: error.message });
    });
    if (Buffer.isBuffer(body)) {
      // As a text it goes in one write with the head.
      if (body.length === 0) toStore.end();
      else toStore.end(body.toString("latin1"), "latin1");
      return;
    }
    const fail = (why: Forwarded) => {
      failed ??= why;
      // Half a request: the store drops it.
      toStore.destroy();
      resolve(failed);
    };
    passOn(body, toStore, fail);
  });
}

/** The client's connection stays open whatever goes wrong: the error is still to be answered on it. */
function passOn(
  { source, sha256: hash, check: given }: StreamedBody,
  toStore: ClientRequest,
  fail: (why: Forwarded) => void,
): void {
  const check = hash === undefined ? given : new HashedPayload(hash);
  if (source.destroyed && !source.readableEnded) {
    fail({ kind: "incomplete" });
    return;
  }
  source.on("close", () => {
    if (source.readableEnded) return;
    check?.destroy();
    fail({ kind: "incomplete" });
  });
  // Told by close, too.
  source.on("error", () => undefined);
  if (check === undefined) {
    source.pipe(toStore);
    return;
  }
  check.on("error", (error) => {
    source.unpipe(check);
    source.resume();
    if (error instanceof PayloadMismatch) fail({ kind: "mismatch", mismatch: error });
    else fail({ kind: "incomplete" });
  });
  source.pipe(check).pipe(toStore);
}

function storeHeaders(headers: IncomingHttpHeaders, body: Buffer | StreamedBody): OutgoingHttpHeaders {
  const kept: OutgoingHttpHeaders = {};
  for (const name in headers) {
    const value = headers[name];
    if (!leftOut.has(name) && !name.startsWith("x-xput-") && value !== undefined) kept[name] = value;
  }
  if (Buffer.isBuffer(body)) {
    delete kept["transfer-encoding"];
    kept["content-length"] = String(body.length);
  }
  return kept;
}

async function wholeAnswer(stream: IncomingMessage): Promise<Buffer> {
  const whole = await readAll(stream, largestReadAnswerBytes);
  if (whole === undefined) throw new Error("the store's answer is longer than 8 MiB");
  return whole;
}
