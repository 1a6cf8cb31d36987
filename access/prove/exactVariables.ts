import type { ConditionClause } from "../model";
import { comparisonOf } from "./operatorFamily";
import { tokens } from "./variables";
import type { Token } from "./variables";

/** A pattern as far as it decides how well its variables can be reasoned about. */
export interface VariablePattern {
  readonly text: string;
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
  readonly arn: boolean;
}

/**
 * Whether the symbols of the variables tell exactly which strings these patterns match.
 *
 * They do when each pattern is a text without wildcards, one variable, and a rest without variables, and no two
 * different such beginnings can begin the same string: then a string is cut at the variable in one way only.
 */
export function variablesAreExact(patterns: readonly VariablePattern[]): boolean {
  const beginnings = new Map<string, string>();
  for (const pattern of patterns) {
    if (!pattern.text.includes("${")) continue;
    const split = tokens(pattern.text, pattern.wildcards, true);
    const at = split.findIndex(({ kind }) => kind === "variable");
    if (at < 0) continue;
    const variable = split[at];
    if (pattern.ignoreCase || variable?.kind !== "variable") return false;
    const before = split.slice(0, at);
    if (before.some(({ kind }) => kind !== "character")) return false;
    if (split.slice(at + 1).some(({ kind }) => kind === "variable")) return false;
    const beginning = spell(before);
    if (pattern.arn && beginning.split(":").length < 6) return false;
    const other = beginnings.get(beginning);
    if (other !== undefined && other !== variable.key) return false;
    beginnings.set(beginning, variable.key);
  }
  const all = [...beginnings.keys()].sort();
  return all.every((beginning, index) => all[index + 1]?.startsWith(beginning) !== true);
}

const spell = (characters: readonly Token[]): string =>
  String.fromCharCode(...characters.map((token) => (token.kind === "character" ? token.code : 0)));

/** The patterns of a condition clause. */
export function patternsOfClause(clause: ConditionClause): readonly VariablePattern[] {
  const { family, wildcards, ignoreCase } = comparisonOf(clause.operator);
  if (family !== "string" && family !== "arn") return [];
  return clause.values.map((text) => ({ text, wildcards, ignoreCase, arn: family === "arn" }));
}
