import type { IncomingMessage, ServerResponse } from "node:http";
import type { DecisionList } from "./record/decisionList";

/** Paths under this are the gateway's own; no bucket name can start with an underscore. */
const ownPathPrefix = "/_xput/";

export function isOwnPath(url: string | undefined): boolean {
  return url?.startsWith(ownPathPrefix) === true;
}

/** Answers `GET /_xput/health` and `GET /_xput/decisions`. */
export function answerOwn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  decisions: DecisionList,
): void {
  const { httpStatus, body } = ownAnswer(`${incoming.method} ${incoming.url}`, decisions);
  outgoing.writeHead(httpStatus, { "content-type": "application/json" });
  outgoing.end(`${JSON.stringify(body)}\n`);
}

function ownAnswer(
  request: string,
  decisions: DecisionList,
): { readonly httpStatus: number; readonly body: unknown } {
  switch (request) {
    case `GET ${ownPathPrefix}health`:
      return { httpStatus: 200, body: { status: "ready" } };
    case `GET ${ownPathPrefix}decisions`:
      return { httpStatus: 200, body: decisions.list() };
    default:
      return {
        httpStatus: 404,
        body: { error: "unknown path; known: GET /_xput/health, GET /_xput/decisions" },
      };
  }
}
