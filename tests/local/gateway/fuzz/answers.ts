import assert from "node:assert/strict";

/** An answer as it came over the connection; undefined when it was closed without one. */
export interface RawAnswer {
  readonly httpStatus: number;
  readonly text: string;
}

/** Reads the first answer on a connection. */
export function readAnswer(received: string): RawAnswer | undefined {
  const httpStatus = Number(/^HTTP\/1\.1 (\d{3}) /.exec(received)?.[1]);
  return Number.isNaN(httpStatus) ? undefined : { httpStatus, text: received };
}

const errorShapes = [
  /<Error><Code>\w+<\/Code><Message>/,
  /<ErrorResponse[^>]*><Error><Type>(?:Sender|Receiver)<\/Type><Code>[\w.]+<\/Code><Message>/,
  /\r\n\r\n\{"__type":"\w+","message":"/,
];

/**
 * Asserts that an answer is one that AWS could give: an error in the shape of a protocol, or none at all; never a
 * fault of the gateway's own.
 *
 * @param method of the request: HEAD has no body
 */
export function assertAwsShaped(received: string, method = "GET"): void {
  assert.doesNotMatch(received, /the local AWS has a fault/);
  const answer = readAnswer(received);
  if (answer === undefined) {
    assert.equal(received, "", "something came that is no HTTP");
    return;
  }
  const { httpStatus, text } = answer;
  // What S3 has and the store has not is answered so by AWS's own code for it.
  const notImplemented = httpStatus === 501 && text.includes("<Code>NotImplemented</Code>");
  assert.ok(httpStatus < 500 || notImplemented, text);
  if (httpStatus < 400 || method === "HEAD") return;
  // What is no HTTP, or asks of HTTP what it has not, is answered by the status alone.
  const bare = /^HTTP\/1\.1 (?:400 Bad Request|417 Expectation Failed)\r\n[^<{]*\r\n\r\n(?:0\r\n\r\n)?$/.test(
    text,
  );
  assert.ok(bare || errorShapes.some((shape) => shape.test(text)), text);
}
