import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { Answer } from "../service";

const betweenServers: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding"]);

/** Under these the store numbers its answers, and clients look for them first whatever the service. */
const storeIds: ReadonlySet<string> = new Set(["x-amzn-requestid", "x-amz-request-id", "x-amz-id-2"]);

/** The store's headers without its own ids of the request. */
export function withoutStoreIds<V>(headers: Readonly<Record<string, V>>): Record<string, V> {
  const kept: Record<string, V> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!storeIds.has(name.toLowerCase())) kept[name] = value;
  }
  return kept;
}

/** Sends a complete answer. */
export function sendAnswer(outgoing: ServerResponse, { httpStatus, headers, body }: Answer): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const { "content-length": contentLength, ...others } = passedOn(headers);
  // The answer to HEAD tells the length of a body that does not come.
  const length = body.length === 0 && contentLength !== undefined ? contentLength : String(body.length);
  outgoing.writeHead(httpStatus, httpStatus === 204 ? others : { ...others, "content-length": length });
  // An empty body would be a write of its own.
  if (body.length === 0) outgoing.end();
  else outgoing.end(body);
}

/**
 * Sends the store's answer as it comes. Resolves when it is sent, or when the client has gone.
 *
 * @param headers names in lower case
 */
export async function streamAnswer(
  outgoing: ServerResponse,
  stream: IncomingMessage,
  headers: IncomingHttpHeaders,
): Promise<void> {
  if (outgoing.destroyed) {
    stream.destroy();
    return;
  }
  outgoing.writeHead(stream.statusCode ?? 502, passedOn(headers));
  await new Promise<void>((resolve) => {
    pipeline(stream, outgoing, () => {
      resolve();
    });
  });
}

function passedOn(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): OutgoingHttpHeaders {
  const kept: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || betweenServers.has(name.toLowerCase())) continue;
    kept[name] = typeof value === "string" ? value : [...value];
  }
  return kept;
}
