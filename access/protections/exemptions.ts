import type { ConditionClause, Statement } from "../model";
import type { Measure, Protection } from "./protection";

/** A refusal to everyone but some principals. */
interface Exempting {
  /** The same text for refusals that differ in whom they spare only. */
  readonly rest: string;
  readonly spared: readonly string[];
  readonly actions: readonly string[];
}

/** The refusal of another state that differs from this one in whom it spares only. */
export function counterpart(
  one: Protection,
  others: readonly Protection[],
): { readonly own: Exempting; readonly other: Exempting } | undefined {
  const own = exempting(one.measure);
  if (own === undefined) return undefined;
  const found = others.flatMap((candidate) => {
    const other = candidate.subject === one.subject ? exempting(candidate.measure) : undefined;
    return other?.rest === own.rest ? [other] : [];
  });
  const [other] = found;
  return other === undefined ? undefined : { own, other };
}

/** What the first spares and the second does not. */
export const sparedOnlyBy = (one: Exempting, other: Exempting): readonly string[] =>
  one.spared.filter((arn) => !other.spared.includes(arn));

function exempting(measure: Measure): Exempting | undefined {
  const statement = measure.kind === "covers" ? measure.document.statements[0] : undefined;
  const clause = statement?.conditions.find(isExempting);
  if (statement === undefined || clause === undefined) return undefined;
  const { action, conditions, resource, principal }: Statement = statement;
  const others = conditions.filter((one) => one !== clause).map((one) => JSON.stringify(one));
  return {
    rest: JSON.stringify([clause.operator, action, resource, principal, others.sort()]),
    spared: clause.values,
    actions: action.patterns,
  };
}

const isExempting = ({ key, operator, qualifier }: ConditionClause): boolean =>
  key.toLowerCase() === "aws:principalarn" && operator.includes("Not") && qualifier === undefined;
