import {
  any,
  contains,
  digit,
  isSymbol,
  literal,
  notColon,
  notColonOrSlash,
  notSlash,
  regionCharacter,
} from "./items";
import type { CharacterSet } from "./items";
import type { Language } from "./stringClasses";

/**
 * The product of several languages' automata: a state is the rising list of live positions in all their patterns.
 */
export interface Machine {
  start(): number[];
  step(positions: readonly number[], code: number): number[];
  alive(positions: readonly number[], language: number): boolean;
  /** The languages that the string read so far belongs to, in rising order. */
  accepting(positions: readonly number[]): number[];
  characters(positions: readonly number[], required: number): number[];
}

/** Lays all sequences one behind the other. */
export function compile(languages: readonly Language[]): Machine {
  const sets: CharacterSet[] = [];
  const itemCodes: number[] = [];
  const twins: number[] = [];
  const loops: boolean[] = [];
  const accepts: boolean[] = [];
  const owners: number[] = [];
  const lenients: boolean[] = [];
  const ends: number[] = [];
  const starts: number[] = [];
  const hasSymbols = languages.some(({ sequences }) =>
    sequences.some((items) => items.some((item) => isSymbol(item.code))),
  );

  for (const [owner, { sequences, lenient }] of languages.entries()) {
    for (const sequence of sequences) {
      starts.push(sets.length);
      const end = sets.length + sequence.length;
      for (let index = 0; index <= sequence.length; index++) {
        const item = sequence[index];
        sets.push(item?.set ?? literal);
        itemCodes.push(item?.code ?? -1);
        twins.push(item?.twin ?? -1);
        loops.push(item?.loop ?? false);
        accepts.push(item === undefined);
        owners.push(owner);
        lenients.push(lenient);
        ends.push(end);
      }
    }
  }

  /** Adds a position and those behind the loops that follow it; a loop over `any` makes all before it redundant. */
  const add = (into: number[], position: number): void => {
    let at = position;
    for (;;) {
      const last = into[into.length - 1] ?? -1;
      if (last < at) into.push(at);
      else if (!into.includes(at)) {
        into.push(at);
        into.sort((left, right) => left - right);
      }
      if (loops[at] !== true) return;
      if (sets[at] === any) dropBefore(into, at);
      at++;
    }
  };
  const dropBefore = (into: number[], at: number): void => {
    const end = ends[at];
    for (let index = into.length - 1; index >= 0; index--) {
      const position = into[index] ?? 0;
      if (position < at && ends[position] === end) into.splice(index, 1);
    }
  };

  return {
    start() {
      const positions: number[] = [];
      for (const position of starts) add(positions, position);
      return positions;
    },
    step(positions, code) {
      const next: number[] = [];
      const symbol = isSymbol(code);
      for (const position of positions) {
        if (symbol && lenients[position] === true) {
          for (let at = position; at <= (ends[position] ?? 0); at++) add(next, at);
        } else if (
          accepts[position] !== true &&
          contains(sets[position] ?? literal, itemCodes[position] ?? -1, twins[position] ?? -1, code)
        ) {
          add(next, loops[position] === true ? position : position + 1);
        }
      }
      return next;
    },
    alive(positions, language) {
      for (const position of positions) if (owners[position] === language) return true;
      return false;
    },
    accepting(positions) {
      const result: number[] = [];
      for (const position of positions) {
        const owner = owners[position] ?? 0;
        if (accepts[position] === true && result[result.length - 1] !== owner) result.push(owner);
      }
      return result;
    },
    characters(positions, required) {
      // While a required language can only read given characters, no other character matters.
      for (let group = 0; group < required; group++) {
        const forced = literalsOnly(positions, group);
        if (forced !== undefined) return forced;
      }
      return distinguishing(positions);
    },
  };

  function literalsOnly(positions: readonly number[], group: number): number[] | undefined {
    const found: number[] = [];
    for (const position of positions) {
      if (owners[position] !== group || accepts[position] === true) continue;
      if (sets[position] !== literal) return undefined;
      pushBoth(found, position);
    }
    if (hasSymbols && languages[group]?.lenient === true) pushSymbols(found, positions);
    return found;
  }

  // A lenient language reads a symbol at any place, so its own literals do not bound what comes next.
  function pushSymbols(into: number[], positions: readonly number[]): void {
    for (const position of positions) {
      if (isSymbol(itemCodes[position] ?? -1)) pushBoth(into, position);
    }
  }

  function pushBoth(into: number[], position: number): void {
    const code = itemCodes[position] ?? -1;
    const twin = twins[position] ?? -1;
    if (!into.includes(code)) into.push(code);
    if (twin !== code && !into.includes(twin)) into.push(twin);
  }

  function distinguishing(positions: readonly number[]): number[] {
    const found: number[] = [];
    let present = 0;
    for (const position of positions) {
      if (accepts[position] === true) continue;
      if (sets[position] === literal) pushBoth(found, position);
      else present |= 1 << (sets[position] ?? any);
    }
    return present === 0 ? found : withRepresentatives(found, present);
  }
}

const has = (present: number, ...sets: readonly CharacterSet[]): boolean =>
  sets.some((set) => (present & (1 << set)) !== 0);

const letters = "abcdefghijklmnopqrstuvwxyz";
const digits = "0123456789";
const others =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZ_.=@+,!\u00e4\u00f6\u00fc\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8";

/** Adds to the literals one further character of each kind that the sets present can tell apart. */
function withRepresentatives(literalCodes: readonly number[], present: number): number[] {
  const codes = [...literalCodes];
  const addFrom = (pool: string): boolean => {
    for (let index = 0; index < pool.length; index++) {
      const code = pool.charCodeAt(index);
      if (codes.includes(code)) continue;
      codes.push(code);
      return true;
    }
    return false;
  };
  const wide = has(present, any, notColon, notColonOrSlash, notSlash);
  if (wide || has(present, regionCharacter)) {
    if (!addFrom(letters) && wide) addFrom(others);
  }
  if (has(present, digit)) addFrom(digits);
  if (wide && has(present, regionCharacter, digit)) addFrom(others);
  if (has(present, any, notSlash) && has(present, notColon, notColonOrSlash, regionCharacter, digit))
    addFrom(":");
  if (has(present, any, notColon) && has(present, notColonOrSlash, notSlash, regionCharacter, digit))
    addFrom("/");
  return codes;
}
