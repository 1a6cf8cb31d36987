import type { ConditionClause, Statement } from "../../access/model";

const equalities: ReadonlySet<ConditionClause["operator"]> = new Set([
  "StringEquals",
  "StringEqualsIgnoreCase",
  "StringLike",
  "ArnEquals",
  "ArnLike",
]);

/** Whether a statement holds only for values of a key that pass; an absent key, too, must keep it from holding. */
export function limits(
  { conditions }: Statement,
  key: string,
  passes: (value: string, clause: ConditionClause) => boolean,
): boolean {
  return conditions.some(
    (clause) =>
      clause.key.toLowerCase() === key.toLowerCase() &&
      equalities.has(clause.operator) &&
      !clause.ifExists &&
      clause.qualifier !== "ForAllValues" &&
      clause.values.every((value) => passes(value, clause)),
  );
}

/** Whether a statement holds only where a key is true. */
export function limitsToTrue({ conditions }: Statement, key: string): boolean {
  return conditions.some(
    (clause) =>
      clause.key.toLowerCase() === key.toLowerCase() &&
      clause.operator === "Bool" &&
      !clause.ifExists &&
      clause.qualifier === undefined &&
      clause.values.every((value) => value.toLowerCase() === "true"),
  );
}

/** Whether a value has neither wildcard nor policy variable. */
export function isFixed(value: string): boolean {
  return value !== "" && !/[*?]|\$\{/.test(value);
}
