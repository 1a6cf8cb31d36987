import { readJsonPattern } from "./jsonPattern";
import { matchesJson } from "./matchJson";

/** Whether a log event's message is meant by a pattern. */
export type MessageTest = (message: string) => boolean;

/** A pattern that was read, or why CloudWatch Logs takes it for none. */
export type ReadPattern =
  { readonly ok: true; readonly matches: MessageTest } | { readonly ok: false; readonly problem: string };

/**
 * Reads a filter pattern of CloudWatch Logs.
 *
 * JSON patterns (`{ $.errorCode = "AccessDenied*" }`) are held against messages that are JSON objects; terms
 * (`ERROR`, `"two words"`, `-excluded`, `?either`) against the text of any message, upper and lower case apart. The
 * empty pattern means every message. Space-delimited patterns (`[ip, user]`) are not read.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readFilterPattern(text: string): ReadPattern {
  const pattern = text.trim();
  if (pattern === "") return { ok: true, matches: () => true };
  if (pattern.startsWith("[")) return { ok: false, problem: "space-delimited patterns are not modelled" };
  if (!pattern.startsWith("{")) return readTerms(pattern);
  const read = readJsonPattern(pattern);
  if (!read.ok) return read;
  const { condition } = read;
  return {
    ok: true,
    matches: (message) => {
      const event = parsedObject(message);
      return event !== undefined && matchesJson(condition, event);
    },
  };
}

function parsedObject(message: string): object | undefined {
  if (!message.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(message) as object;
  } catch {
    // No JSON: no JSON pattern means it.
    return undefined;
  }
}

const term = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([A-Za-z0-9_]+))(?=\s|$)/y;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-unstructured-log-events.html */
function readTerms(pattern: string): ReadPattern {
  const all: string[] = [];
  const either: string[] = [];
  const none: string[] = [];
  term.lastIndex = 0;
  while (term.lastIndex < pattern.length) {
    const start = term.lastIndex;
    const [, sign, quoted, word = ""] = term.exec(pattern) ?? [];
    if (sign === undefined) return { ok: false, problem: `no term at ${start}: ${pattern.slice(start)}` };
    const text = quoted?.replace(/\\(.)/g, "$1") ?? word;
    (sign === "-" ? none : sign === "?" ? either : all).push(text);
  }
  return {
    ok: true,
    matches: (message) =>
      all.every((text) => message.includes(text)) &&
      !none.some((text) => message.includes(text)) &&
      // Beside terms that must be there, the optional ones say nothing.
      (all.length > 0 || either.length === 0 || either.some((text) => message.includes(text))),
  };
}
