import type { IncomingHttpHeaders } from "node:http";
import type { AwsError } from "../model";

const inUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

/**
 * The moment that a request plays for conditions on the time, from the header `x-xput-time`: ISO 8601 in UTC, like
 * `2026-12-31T23:00:00Z`.
 *
 * @returns undefined where none is played
 * @throws RangeError where the header is no such moment; see `playedTimeFault`
 */
export function playedTime({ "x-xput-time": played }: IncomingHttpHeaders): Date | undefined {
  if (played === undefined || played === "") return undefined;
  const time = new Date(typeof played === "string" && inUtc.test(played) ? played : Number.NaN);
  if (Number.isNaN(time.getTime())) throw new RangeError(`x-xput-time: ${String(played)}`);
  return time;
}

/** Why a request cannot be decided at the moment that it plays: at the clock's, it would prove something else. */
export function playedTimeFault(headers: IncomingHttpHeaders): AwsError | undefined {
  try {
    playedTime(headers);
    return undefined;
  } catch (error) {
    return {
      httpStatus: 400,
      code: "InvalidArgument",
      message: `${(error as Error).message} is no time in UTC like 2026-12-31T23:00:00Z.`,
    };
  }
}
