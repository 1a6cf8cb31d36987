import type { Budget } from "./budget";
import { holdsForValue, holdsWhenAbsent, isTextual, meetsAnyValue, orderedCandidates } from "./clause";
import type { CompiledClause } from "./clause";
import { isAccountKey, isBooleanKey, isListKey } from "./conditionKeys";
import type { Presence } from "./conditionKeys";
import { any, isSymbol, literal, literals, manyOf, oneOf } from "./items";
import { accountDigits } from "./patterns";
import { stringClasses } from "./stringClasses";
import type { Language } from "./stringClasses";

/** All values of one condition key that the same clauses hold for, with one of them. */
export interface KeyClass {
  /** undefined: the request does not carry the key. */
  readonly value: string | readonly string[] | undefined;
  /** By the position of the clause. */
  readonly holds: readonly boolean[];
}

/** The classes of one key, and why they are not all, where they are not. */
export interface KeyClasses {
  readonly classes: readonly KeyClass[];
  readonly inexact?: string;
}

/**
 * Divides what a request may carry for a key into classes, by the clauses that hold.
 *
 * @param key canonical
 * @param anchor position of a clause that must be satisfied by the strings, so that its variables are read exactly
 * @throws OverBudget
 */
export function keyClasses(
  key: string,
  clauses: readonly CompiledClause[],
  keyPresence: Presence,
  anchor: number | undefined,
  budget: Budget,
): KeyClasses {
  const absent: KeyClass = { value: undefined, holds: clauses.map(holdsWhenAbsent) };
  if (keyPresence === "never") return { classes: [absent] };
  const { singles, inexact } = singleValues(key, clauses, anchor, budget);
  const qualified = clauses.some(({ clause }) => clause.qualifier !== undefined);
  const present = isListKey(key, qualified)
    ? sets(clauses, singles, budget)
    : singles.map(({ value, own }) => ({ value, holds: own }));
  const classes = keyPresence === "optional" ? [absent, ...present] : present;
  return inexact === undefined ? { classes } : { classes, inexact };
}

interface SingleValue {
  readonly value: string;
  readonly own: readonly boolean[];
}

function singleValues(
  key: string,
  clauses: readonly CompiledClause[],
  anchor: number | undefined,
  budget: Budget,
): { readonly singles: readonly SingleValue[]; readonly inexact?: string } {
  const textual = clauses.filter(isTextual);
  const ordered = clauses.filter((compiled) => !isTextual(compiled) && compiled.comparison.family !== "null");
  const evaluate = (value: string): SingleValue => ({
    value,
    own: clauses.map((compiled) => holdsForValue(compiled, meetsAnyValue(compiled, value), value === "")),
  });
  const plain = textual.every(({ language }) => language.sequences.every(isPlain));
  if (isBooleanKey(key) && plain) return { singles: distinct(["true", "false"].map(evaluate)) };
  if (ordered.length === 0 && !plain) return { singles: walk(key, clauses, textual, anchor, budget) };

  const named = [...new Set(textual.flatMap(({ language }) => language.sequences.map(spellPlain)))];
  const candidates = [...orderedCandidates(ordered), ...named];
  if (textual.length > 0 || ordered.length === 0) candidates.push(fresh(key, named));
  const singles = distinct(candidates.map(evaluate));
  if (plain) return { singles };
  return {
    singles,
    inexact: `${key} is compared both as text with wildcards and as a number, date, address or boolean`,
  };
}

const isPlain = (sequence: readonly { set: number; code: number; twin: number }[]): boolean =>
  sequence.every(({ set, code, twin }) => set === literal && code === twin && !isSymbol(code));

const spellPlain = (sequence: readonly { code: number }[]): string =>
  String.fromCharCode(...sequence.map(({ code }) => code).filter((code) => code > 0));

function fresh(key: string, named: readonly string[]): string {
  for (let number = 0; ; number++) {
    const value = isAccountKey(key) ? String(999_999_999_999 - number) : `other${number === 0 ? "" : number}`;
    if (!named.includes(value)) return value;
  }
}

function distinct(values: readonly SingleValue[]): readonly SingleValue[] {
  const found = new Map<string, SingleValue>();
  for (const single of values) {
    const bits = single.own.map(Number).join("");
    if (!found.has(bits)) found.set(bits, single);
  }
  return [...found.values()];
}

function walk(
  key: string,
  clauses: readonly CompiledClause[],
  textual: readonly CompiledClause[],
  anchor: number | undefined,
  budget: Budget,
): readonly SingleValue[] {
  const required: Language[] = [universe(key)];
  const anchored = anchor === undefined ? undefined : clauses[anchor];
  if (anchored !== undefined) required.push(anchored.language);
  return stringClasses(
    required,
    textual.map(({ language }) => language),
    budget,
  ).map(({ witness, accepted }) => ({
    value: witness,
    own: clauses.map((compiled) =>
      holdsForValue(compiled, accepted[textual.indexOf(compiled)] ?? false, witness === ""),
    ),
  }));
}

function universe(key: string): Language {
  if (isBooleanKey(key)) return { sequences: [literals("true"), literals("false")], lenient: true };
  if (isAccountKey(key)) return { sequences: [accountDigits], lenient: true };
  // Two sequences, so that the empty text stands for a class only when nothing else does.
  return { sequences: [[oneOf(any), manyOf(any)], []], lenient: true };
}

/** Every outcome that a non-empty set of values can have: grown one value at a time until nothing is new. */
function sets(
  clauses: readonly CompiledClause[],
  singles: readonly SingleValue[],
  budget: Budget,
): readonly KeyClass[] {
  interface Growing {
    readonly value: readonly string[];
    readonly any: readonly boolean[];
    readonly all: readonly boolean[];
  }
  const found = new Map<string, Growing>();
  const queue: Growing[] = [];
  const offer = (candidate: Growing): void => {
    const bits = [...candidate.any, ...candidate.all].map(Number).join("");
    if (found.has(bits)) return;
    found.set(bits, candidate);
    queue.push(candidate);
    budget.spendMasks(found.size);
  };
  const values = singles.filter(({ value }) => value !== "");
  for (const { value, own } of values) offer({ value: [value], any: own, all: own });
  for (let index = 0; index < queue.length; index++) {
    budget.checkTime();
    const grown = queue[index];
    if (grown === undefined) break;
    for (const { value, own } of values) {
      offer({
        value: [...grown.value, value],
        any: grown.any.map((holds, position) => holds || own[position] === true),
        all: grown.all.map((holds, position) => holds && own[position] === true),
      });
    }
  }
  return queue.map((set) => ({
    value: set.value,
    holds: clauses.map(({ clause, comparison }, position) => {
      const everyValue =
        clause.qualifier === "ForAllValues" || (clause.qualifier === undefined && comparison.negated);
      return (everyValue ? set.all : set.any)[position] ?? false;
    }),
  }));
}
