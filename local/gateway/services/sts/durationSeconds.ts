import type { AwsError } from "../../model";
import { constraintError } from "./validationError";

/** DurationSeconds as it was asked for; undefined where it was not. */
export type AskedDuration =
  | { readonly ok: true; readonly seconds: number | undefined }
  | { readonly ok: false; readonly error: AwsError };

const leastSeconds = 900;

/**
 * Reads DurationSeconds.
 *
 * @param mostSeconds what the operation allows to anyone
 */
export function readDuration(value: unknown, mostSeconds: number): AskedDuration {
  if (typeof value !== "string") return { ok: true, seconds: undefined };
  const refused = (constraint: string): AskedDuration => {
    return { ok: false, error: constraintError("durationSeconds", value, constraint) };
  };
  const seconds = Number(value);
  if (!/^-?\d{1,9}$/.test(value)) return refused("be a whole number");
  if (seconds < leastSeconds) return refused(`have value greater than or equal to ${leastSeconds}`);
  if (seconds > mostSeconds) return refused(`have value less than or equal to ${mostSeconds}`);
  return { ok: true, seconds };
}
