import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { request } from "node:http";
import type { Readable, Transform } from "node:stream";
import { PayloadMismatch } from "../authenticate/payload";
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
  readonly check: Transform | undefined;
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
    return whole === undefined
      ? { kind: "incomplete" }
      : await send(connection, { ...forwarded, body: whole });
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
      toStore.end(body);
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
  { source, check }: StreamedBody,
  toStore: ClientRequest,
  fail: (why: Forwarded) => void,
): void {
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
  for (const [name, value] of Object.entries(headers)) {
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
