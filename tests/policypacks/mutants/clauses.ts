type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One key of a statement's conditions, under one operator. */
export interface Clause {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

interface WithConditions {
  readonly Condition?: unknown;
}

/** The conditions of a statement, one by one. */
export function clausesOf(statement: WithConditions): readonly Clause[] {
  return Object.entries(conditionsOf(statement)).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]): Clause => ({
      operator,
      key,
      values: [values].flat().map(String),
    })),
  );
}

/** The conditions of a statement with other values for one of them. */
export function withValues(
  statement: WithConditions,
  { operator, key }: Clause,
  values: readonly string[],
): Conditions {
  const all = conditionsOf(statement);
  return { ...all, [operator]: { ...all[operator], [key]: values } };
}

/** The conditions of a statement without one of them. */
export function withoutClause(statement: WithConditions, { operator, key }: Clause): Conditions {
  return Object.fromEntries(
    Object.entries(conditionsOf(statement)).flatMap(([name, keys]) => {
      const left = Object.entries(keys).filter(([own]) => name !== operator || own !== key);
      return left.length === 0 ? [] : [[name, Object.fromEntries(left)]];
    }),
  );
}

function conditionsOf({ Condition = {} }: WithConditions): Conditions {
  return Condition as Conditions;
}
