import { callerArn } from "../decide/identity";
import type { Recorder } from "./recorder";

/** Writes one line for each request: time, status, who, what, and the error. */
export function requestLog(write: (line: string) => void): Recorder {
  return ({ outcome, authenticated }) => {
    const { call, caller, httpStatus, error } = outcome;
    const who = caller.kind === "anonymous" ? "anonymous" : callerArn(caller);
    const fields = [
      call.receivedAt.toISOString(),
      String(httpStatus),
      authenticated ? who : "unknown",
      `${call.service}:${call.operation}`,
      `${call.method} ${call.target ?? call.url.pathname}`,
      ...(error === undefined ? [] : [`${error.code}: ${error.message}`]),
    ];
    // Whatever a client sends, a request is one line.
    write(`${fields.join(" ").replace(/\p{Cc}/gu, " ")}\n`);
  };
}
