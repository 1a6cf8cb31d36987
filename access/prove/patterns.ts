import { globMatches } from "./glob";
import { any, digit, literals, manyOf, notColon, one, oneOf } from "./items";
import type { CharacterSet, Item, Sequence } from "./items";
import { tokens } from "./variables";
import type { Token, VariableCase } from "./variables";

/** How a pattern's text is read. */
export interface PatternReading {
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
  /** Six colon-separated segments, matched one by one. */
  readonly arn: boolean;
  /** False in documents of version 2008-10-17. */
  readonly variables: boolean;
  readonly variableCase: VariableCase;
  /** True: a variable's symbol is any string (over-approximation); false: it is its own symbol only. */
  readonly wideVariables: boolean;
}

/**
 * The sequence of one pattern.
 *
 * @returns undefined when nothing matches it: it needs a variable that is absent, or should be an ARN and is not
 */
export function sequenceOf(written: string, reading: PatternReading): Sequence | undefined {
  const text = reading.arn ? arnText(written) : written;
  if (text === undefined) return undefined;
  const items: Item[] = [];
  let colons = 0;
  for (const token of tokens(text, reading.wildcards, reading.variables)) {
    // In the first five segments of an ARN no wildcard reads a colon.
    const wild: CharacterSet = reading.arn && colons < 5 ? notColon : any;
    const next = itemsOf(token, wild, reading);
    if (next === undefined) return undefined;
    for (const item of next) {
      items.push(item);
      if (item.code === 58) colons++;
    }
  }
  return reading.arn && colons < 5 ? undefined : items;
}

/** Only ARNs match an ARN pattern: its first field is "arn", and `*` alone is every ARN. */
function arnText(text: string): string | undefined {
  if (/^\*+$/.test(text)) return "arn:*:*:*:*:*";
  const colon = text.indexOf(":");
  return colon >= 0 && globMatches(text.slice(0, colon), "arn") ? `arn${text.slice(colon)}` : undefined;
}

function itemsOf(token: Token, wild: CharacterSet, reading: PatternReading): readonly Item[] | undefined {
  switch (token.kind) {
    case "character":
      return [one(token.code, reading.ignoreCase)];
    case "anyRun":
      return [manyOf(wild)];
    case "anyOne":
      return [oneOf(wild)];
    case "variable": {
      const value = reading.variableCase.get(token.key) ?? { is: "absent" };
      if (value.is === "text") return literals(value.text, reading.ignoreCase);
      if (value.is === "symbol") return reading.wideVariables ? [manyOf(any)] : [one(value.code)];
      return token.whenAbsent === undefined ? undefined : literals(token.whenAbsent, reading.ignoreCase);
    }
  }
}

/** Restricts the wildcards of a sequence, where a pattern is laid into one field of a longer string. */
export function within(sequence: Sequence, set: CharacterSet): Sequence {
  return sequence.map((item) => (item.set === any ? { ...item, set } : item));
}

/** Exactly twelve digits. */
export const accountDigits: Sequence = Array.from({ length: 12 }, () => oneOf(digit));
