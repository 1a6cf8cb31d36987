import type { Budget } from "./budget";
import type { Sequence } from "./items";
import { compile } from "./patternMachine";
import { constantsOf } from "./constantLanguages";

/** A set of strings: the union of its sequences. */
export interface Language {
  readonly sequences: readonly Sequence[];
  /**
   * How a symbol (the value of a policy variable) is read: false, only `*` and the variable itself read it;
   * true, it may be any string, so every continuation of the pattern is possible after it.
   */
  readonly lenient: boolean;
}

/** All strings that belong to the same languages, represented by the shortest of them. */
export interface StringClass {
  readonly witness: string;
  /** By the position of the language: whether the strings of this class belong to it. */
  readonly accepted: readonly boolean[];
}

/**
 * Divides the strings that belong to every language of `required` into classes by membership in `languages`.
 *
 * A breadth-first walk over the product of the patterns' position sets: every class that has a string is
 * found, with a shortest one. Only characters that some live position can tell apart are tried.
 *
 * When the product has more states than the budget allows, the classes found so far; the budget says so.
 */
export function stringClasses(
  required: readonly Language[],
  languages: readonly Language[],
  budget: Budget,
): readonly StringClass[] {
  const constants = constantsOf(required, languages);
  const needed = required.filter((_, index) => index === 0 || constants.required[index] === undefined);
  if (constants.required.includes(false)) return [];
  const open = languages.filter((_, index) => constants.languages[index] === undefined);
  return walk(needed, open, budget).map(({ witness, accepted }) => {
    let next = 0;
    const all = languages.map((_, index) => constants.languages[index] ?? accepted[next++] ?? false);
    return { witness, accepted: all };
  });
}

/** Walks without anything to tell apart give the same answer each time, and are asked for often. */
const shortest = new WeakMap<readonly Sequence[], readonly StringClass[]>();

function walk(
  required: readonly Language[],
  languages: readonly Language[],
  budget: Budget,
): readonly StringClass[] {
  const [universe, ...more] = required;
  if (universe === undefined || more.length + languages.length > 0)
    return walkAll(required, languages, budget);
  const known = shortest.get(universe.sequences);
  if (known !== undefined) return known;
  const found = walkAll(required, languages, budget);
  // A walk that was given up has found nothing, and must not be remembered.
  if (found.length > 0) shortest.set(universe.sequences, found);
  return found;
}

function walkAll(
  required: readonly Language[],
  languages: readonly Language[],
  budget: Budget,
): readonly StringClass[] {
  const machine = compile([...required, ...languages]);
  const found = new Map<string, StringClass>();
  const seen = new Map<string, number>();
  const states: number[][] = [];
  const parents: number[] = [];
  const codes: number[] = [];

  const visit = (positions: number[], parent: number, code: number): void => {
    for (let group = 0; group < required.length; group++) {
      if (!machine.alive(positions, group)) return;
    }
    const key = String.fromCharCode.apply(null, positions);
    if (seen.has(key)) return;
    seen.set(key, states.length);
    states.push(positions);
    parents.push(parent);
    codes.push(code);
  };

  visit(machine.start(), -1, 0);
  const mayGoOn = budget.startWalk();
  for (let index = 0; index < states.length && mayGoOn(index, states.length); index++) {
    const positions = states[index] ?? [];
    if (index > 0) record(index);
    for (const code of machine.characters(positions, required.length)) {
      visit(machine.step(positions, code), index, code);
    }
  }
  // Last, so that the empty string stands only for a class that has no other.
  if (states.length > 0) record(0);
  return [...found.values()];

  function record(state: number): void {
    const owners = machine.accepting(states[state] ?? []);
    // Owners rise, so the required ones come first if they are all there.
    if (required.length > 0 && owners[required.length - 1] !== required.length - 1) return;
    const key = owners.join();
    if (found.has(key)) return;
    const accepted = languages.map((_, index) => owners.includes(index + required.length));
    found.set(key, { witness: spell(state, parents, codes), accepted });
  }
}

function spell(state: number, parents: readonly number[], codes: readonly number[]): string {
  const reversed: string[] = [];
  for (let index = state; index > 0; index = parents[index] ?? 0) {
    reversed.push(String.fromCharCode(codes[index] ?? 0));
  }
  return reversed.reverse().join("");
}
