import type { ConditionClause } from "../model";
import { addressesAround, readAddress, readRange } from "./addresses";
import { matchesSequence } from "./matchesSequence";
import { numbersAround, readInstant, readNumber, spellInstant, spellNumber } from "./ordered";
import { comparisonOf } from "./operatorFamily";
import type { Comparison } from "./operatorFamily";
import type { Sequence } from "./items";
import { sequenceOf } from "./patterns";
import type { Language } from "./stringClasses";
import { needsAbsent } from "./variables";
import type { VariableCase } from "./variables";

/**
 * Which way a doubtful match is taken: `may` when it could match for some value of a variable, `must` only
 * when it does for all.
 */
export type Side = "may" | "must";

/** A condition clause made ready for one case of the proof. */
export interface CompiledClause {
  readonly clause: ConditionClause;
  readonly comparison: Comparison;
  /** What the string and ARN operators compare with; empty for the others. */
  readonly language: Language;
  /** True when a value needs a variable that is absent: then a negated clause does not hold. */
  readonly unresolved: boolean;
}

/** How policy variables are taken in one case of the proof. */
export interface VariableReading {
  readonly variableCase: VariableCase;
  /** True when a variable's own symbol tells exactly whether it matches. */
  readonly exact: boolean;
}

/** @param variables false in documents of version 2008-10-17 */
export function compileClause(
  clause: ConditionClause,
  side: Side,
  variables: boolean,
  { variableCase, exact }: VariableReading,
): CompiledClause {
  const comparison = comparisonOf(clause.operator);
  if (comparison.family !== "string" && comparison.family !== "arn") {
    return { clause, comparison, language: { sequences: [], lenient: false }, unresolved: false };
  }
  const may = (side === "may") !== comparison.negated;
  const reading = {
    wildcards: comparison.wildcards,
    ignoreCase: comparison.ignoreCase,
    arn: comparison.family === "arn",
    variables,
    variableCase,
    wideVariables: may && !exact,
  };
  const sequences = clause.values.flatMap((value): readonly Sequence[] => {
    const sequence = sequenceOf(value, reading);
    return sequence === undefined ? [] : [sequence];
  });
  const unresolved =
    sequences.length < clause.values.length &&
    variables &&
    clause.values.some((text) => needsAbsent(text, variableCase));
  return { clause, comparison, language: { sequences, lenient: may }, unresolved };
}

/** Whether the clause compares texts: as strings or as ARNs. */
export const isTextual = ({ comparison }: CompiledClause): boolean =>
  comparison.family === "string" || comparison.family === "arn";

/** Whether one value of a request equals, is like, is less than, … any value of the clause. */
export function meetsAnyValue({ clause, comparison, language }: CompiledClause, value: string): boolean {
  const ordered = (read: (text: string) => number | undefined): boolean => {
    const own = read(value);
    return own !== undefined && clause.values.some((text) => related(own, read(text), comparison.relation));
  };
  switch (comparison.family) {
    case "string":
    case "arn":
      return language.sequences.some((sequence) => matchesSequence(sequence, value));
    case "number":
      return ordered(readNumber);
    case "date":
      return ordered(readInstant);
    case "bool":
      return clause.values.some((text) => text.toLowerCase() === value.toLowerCase());
    case "ip": {
      const address = readAddress(value);
      return clause.values.some((text) => {
        const range = readRange(text);
        return (
          range !== undefined &&
          range.bits === address?.bits &&
          range.low <= address.value &&
          address.value <= range.high
        );
      });
    }
    case "null":
      return false;
  }
}

function related(own: number, other: number | undefined, relation: Comparison["relation"]): boolean {
  if (other === undefined) return false;
  switch (relation) {
    case "equal":
      return own === other;
    case "less":
      return own < other;
    case "lessOrEqual":
      return own <= other;
    case "greater":
      return own > other;
    case "greaterOrEqual":
      return own >= other;
  }
}

/** Whether the clause holds where the request does not carry its key. */
export function holdsWhenAbsent({ clause, comparison }: CompiledClause): boolean {
  if (comparison.family === "null") return clause.values.some((text) => text.toLowerCase() === "true");
  if (clause.ifExists) return true;
  if (clause.qualifier !== undefined) return clause.qualifier === "ForAllValues";
  return comparison.negated;
}

/**
 * Whether one value by itself satisfies the clause, before a qualifier counts several.
 *
 * @param meets whether the value meets any value of the clause
 * @param empty whether it is the empty text, which a qualifier takes for no value
 */
export function holdsForValue(compiled: CompiledClause, meets: boolean, empty = false): boolean {
  const { clause, comparison, unresolved } = compiled;
  if (comparison.family === "null") return clause.values.some((text) => text.toLowerCase() === "false");
  if (empty && clause.qualifier !== undefined) return clause.qualifier === "ForAllValues";
  if (comparison.negated && unresolved) return false;
  return meets !== comparison.negated;
}

/** One value of each kind that these clauses of ordered or parsed values can tell apart. */
export function orderedCandidates(clauses: readonly CompiledClause[]): readonly string[] {
  const of = (family: Comparison["family"]) =>
    clauses.filter(({ comparison }) => comparison.family === family);
  const values = (family: Comparison["family"]) => of(family).flatMap(({ clause }) => clause.values);
  const numbers = values("number").flatMap((text) => readNumber(text) ?? []);
  const instants = values("date").flatMap((text) => readInstant(text) ?? []);
  const ranges = values("ip").flatMap((text) => readRange(text) ?? []);
  return [
    ...(of("number").length > 0 ? numbersAround(numbers).map(spellNumber) : []),
    ...(of("date").length > 0
      ? numbersAround(instants.length > 0 ? instants : [1_700_000_000_000]).map(spellInstant)
      : []),
    ...(of("ip").length > 0 ? addressesAround(ranges) : []),
    ...(of("bool").length > 0 ? ["true", "false"] : []),
  ];
}
