import type { ShownStatement } from "../picture";

/** Statements, each once, numbered from 0 in the order in which they are asked for. */
export interface Numbered {
  /** The number of a statement; the same place with the same text has the same number. */
  readonly numberOf: (statement: ShownStatement) => number;
  /** All that were asked for so far, by number. */
  readonly all: () => readonly ShownStatement[];
}

/** No statement is numbered yet. */
export function numbered(): Numbered {
  const numbers = new Map<string, number>();
  const all: ShownStatement[] = [];
  return {
    numberOf: (statement) => {
      const key = JSON.stringify([statement.place, statement.json]);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, all.length);
      return all.push(statement) - 1;
    },
    all: () => all,
  };
}
