/** A condition on a JSON event, as the inside of a filter pattern; parts that are joined stand in parentheses. */
export type Pattern = string;

/** The property has this value; `*` at the start or the end stands for any text. */
export function compare(property: string, value: string): Pattern {
  return `($.${property}=${quoted(value)})`;
}

/** The property has another value. Where it is missing AWS promises nothing: join it with `isMissing`. */
export function unlike(property: string, value: string): Pattern {
  return `($.${property}!=${quoted(value)})`;
}

/** The event has no such property. */
export function isMissing(property: string): Pattern {
  return `($.${property} NOT EXISTS)`;
}

/** All of them hold; one is itself. */
export function allPatterns(...patterns: readonly Pattern[]): Pattern {
  return joined(patterns, "&&");
}

/** At least one of them holds; one is itself. */
export function anyPattern(...patterns: readonly Pattern[]): Pattern {
  return joined(patterns, "||");
}

function joined(patterns: readonly Pattern[], operator: "&&" | "||"): Pattern {
  const [only, ...others] = patterns;
  if (only === undefined) throw new RangeError("a pattern has at least one part");
  return others.length === 0 ? only : `(${patterns.join(operator)})`;
}

function quoted(value: string): string {
  if (/["\\]/.test(value)) throw new RangeError(`a filter pattern cannot hold ${JSON.stringify(value)}`);
  return `"${value}"`;
}
