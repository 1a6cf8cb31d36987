import type { ConditionClause, ConditionOperatorName, PatternElement, Statement } from "../model";

/**
 * Denies of what a statement does not match, its principal aside: "allowed by one statement within another" is the
 * first with these.
 *
 * They never deny what the statement matches. A clause whose opposite cannot be written as a Deny is left out; then
 * they deny less than they could.
 */
export function deniesOutside(statement: Statement): readonly Statement[] {
  const everything = { negated: false, patterns: ["*"] };
  const deny = (parts: Pick<Statement, "action" | "conditions"> & Partial<Statement>): Statement => ({
    index: 0,
    effect: "Deny",
    resource: everything,
    ...parts,
  });
  const { action, resource, conditions } = statement;
  const whole = (element: PatternElement | undefined): boolean =>
    element === undefined || (!element.negated && element.patterns.includes("*"));
  return [
    ...(whole(action) ? [] : [deny({ action: opposite(action), conditions: [] })]),
    ...(resource === undefined || whole(resource)
      ? []
      : [deny({ action: everything, resource: opposite(resource), conditions: [] })]),
    ...conditions.flatMap((clause) => {
      const failed = failing(clause);
      return failed === undefined ? [] : [deny({ action: everything, conditions: failed })];
    }),
  ];
}

const opposite = ({ negated, patterns }: PatternElement): PatternElement => ({ negated: !negated, patterns });

const opposites: ReadonlyMap<ConditionOperatorName, ConditionOperatorName> = new Map(
  (
    [
      ["StringEquals", "StringNotEquals"],
      ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
      ["StringLike", "StringNotLike"],
      ["NumericEquals", "NumericNotEquals"],
      ["DateEquals", "DateNotEquals"],
      ["IpAddress", "NotIpAddress"],
      ["ArnEquals", "ArnNotEquals"],
      ["ArnLike", "ArnNotLike"],
    ] as const
  ).flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);

const orders: ReadonlyMap<ConditionOperatorName, ConditionOperatorName> = new Map(
  (
    [
      ["NumericLessThan", "NumericGreaterThanEquals"],
      ["NumericGreaterThan", "NumericLessThanEquals"],
      ["DateLessThan", "DateGreaterThanEquals"],
      ["DateGreaterThan", "DateLessThanEquals"],
    ] as const
  ).flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);

/** Clauses that hold together only where this one does not; undefined when that cannot be said. */
function failing(clause: ConditionClause): readonly ConditionClause[] | undefined {
  const { operator, qualifier, ifExists, key, values } = clause;
  if (qualifier !== undefined) return undefined;
  const present: ConditionClause = { operator: "Null", ifExists: false, key, values: ["false"] };
  const [value, ...more] = values;
  if (operator === "Null" || operator === "Bool") {
    const flipped = value === "true" ? "false" : value === "false" ? "true" : undefined;
    if (flipped === undefined || more.length > 0) return undefined;
    const failed: ConditionClause = {
      ...clause,
      values: [flipped],
      ifExists: operator === "Bool" && !ifExists,
    };
    return operator === "Bool" && ifExists ? [failed, present] : [failed];
  }
  const other = opposites.get(operator);
  if (other !== undefined) {
    // An absent key fails the plain operator and meets its opposite, or the other way round for a negated one.
    const absentHolds = operator.includes("Not") || ifExists;
    return [{ ...clause, operator: other, ifExists: !absentHolds }, ...(absentHolds ? [present] : [])];
  }
  const order = more.length > 0 ? undefined : orders.get(operator);
  if (order === undefined) return undefined;
  return [{ ...clause, operator: order, ifExists: !ifExists }];
}
