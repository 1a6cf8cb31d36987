import type { IncomingHttpHeaders } from "node:http";
import { queryOperation, type ReadOperation } from "../detect/namedOperation";
import { isMembers, membersOf } from "../services/askJson";
import { queryAnswer } from "../services/queryAnswer";
import type { Answer, Protocol, RequestHead } from "../service";
import { readCbor, writeCbor } from "./cbor";
import { elementsOf, membersOfForm } from "./form";
import type { SpokenWays } from "./spokenWays";

/** In which protocol a JSON service is asked, by the head of the request. */
export function spokenProtocol({ headers }: RequestHead): Extract<Protocol, "json" | "query" | "cbor"> {
  if (headers["smithy-protocol"] === "rpc-v2-cbor") return "cbor";
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  return form && headers["x-amz-target"] === undefined ? "query" : "json";
}

/**
 * Operation and members of a request in the query protocol or in CBOR; undefined when it is none.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 * @see https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export function readSpoken(
  protocol: "query" | "cbor",
  ways: SpokenWays,
  head: RequestHead,
  body: Buffer,
): ReadOperation | undefined {
  if (protocol === "query") {
    const read = queryOperation(head, body);
    return read && { ...read, parameters: membersOfForm(read.parameters, ways) };
  }
  const [, target, operation] = /^\/service\/(\w+)\/operation\/(\w+)$/.exec(head.url.pathname) ?? [];
  if (target !== ways.target || operation === undefined || head.method !== "POST") return undefined;
  const read = body.length === 0 ? { value: {} } : readCbor(body);
  return read !== undefined && isMembers(read.value) ? { operation, parameters: read.value } : undefined;
}

/** The headers and the body with which the same is asked in JSON 1.0. */
export function asJsonRequest(
  { target }: SpokenWays,
  { operation, parameters }: ReadOperation,
  headers: IncomingHttpHeaders,
): { readonly headers: IncomingHttpHeaders; readonly body: Buffer } {
  const kept = Object.entries(headers).filter(([name]) => name !== "smithy-protocol" && name !== "accept");
  return {
    headers: {
      ...Object.fromEntries(kept),
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `${target}.${operation}`,
    },
    body: Buffer.from(JSON.stringify(parameters)),
  };
}

/** An answer in JSON as the protocol that was spoken gives it. */
export function asSpokenAnswer(
  protocol: Protocol,
  ways: SpokenWays,
  call: { readonly operation: string; readonly requestId: string },
  answer: Answer,
): Answer {
  const members = membersOf(answer.body);
  if (protocol === "query") {
    return queryAnswer(call.operation, ways.xmlNamespace, call.requestId, elementsOf(members, ways));
  }
  if (protocol !== "cbor") return answer;
  const headers = { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
  return { ...answer, headers, body: writeCbor(members, ways.times) };
}
