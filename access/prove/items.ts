/**
 * One step of a pattern: a set of characters, read once or, when `loop`, any number of times.
 *
 * Sets are numbers because the automaton tests millions of them.
 */
export interface Item {
  readonly set: CharacterSet;
  /** Character code of a `literal` item; 0 otherwise. */
  readonly code: number;
  /** The other case of `code` where case does not matter; equal to `code` otherwise. */
  readonly twin: number;
  readonly loop: boolean;
}

/** A pattern without alternatives. */
export type Sequence = readonly Item[];

export const literal = 0;
export const any = 1;
export const notColon = 2;
export const notColonOrSlash = 3;
export const notSlash = 4;
export const digit = 5;
/** Lower-case letters, digits and "-": what a region is made of. */
export const regionCharacter = 6;
export type CharacterSet = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** First of the character codes that stand for the value of a policy variable (Unicode private use area). */
export const firstSymbol = 0xe000;
const lastSymbol = 0xe0ff;

/** True for the character codes that stand for a policy variable's value. */
export const isSymbol = (code: number): boolean => code >= firstSymbol && code <= lastSymbol;

/** An item for exactly this character. */
export function one(code: number, ignoreCase = false): Item {
  if (!ignoreCase) return { set: literal, code, twin: code, loop: false };
  const character = String.fromCharCode(code);
  const lower = character.toLowerCase();
  const upper = character.toUpperCase();
  if (lower.length !== 1 || upper.length !== 1) return { set: literal, code, twin: code, loop: false };
  return { set: literal, code: lower.charCodeAt(0), twin: upper.charCodeAt(0), loop: false };
}

/** An item for each character of `text`. */
export function literals(text: string, ignoreCase = false): Item[] {
  const items: Item[] = [];
  for (let index = 0; index < text.length; index++) items.push(one(text.charCodeAt(index), ignoreCase));
  return items;
}

/** Exactly one character of the set. */
export const oneOf = (set: CharacterSet): Item => ({ set, code: 0, twin: 0, loop: false });

/** Any number of characters of the set, also none. */
export const manyOf = (set: CharacterSet): Item => ({ set, code: 0, twin: 0, loop: true });

/**
 * Whether a set contains a character.
 *
 * A symbol stands for a whole unknown string: only `any` is sure to contain it.
 */
export function contains(set: CharacterSet, itemCode: number, twin: number, code: number): boolean {
  switch (set) {
    case literal:
      return code === itemCode || code === twin;
    case any:
      return true;
    case notColon:
      return code !== 58 && !isSymbol(code);
    case notColonOrSlash:
      return code !== 58 && code !== 47 && !isSymbol(code);
    case notSlash:
      return code !== 47 && !isSymbol(code);
    case digit:
      return code >= 48 && code <= 57;
    case regionCharacter:
      return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45;
  }
}
