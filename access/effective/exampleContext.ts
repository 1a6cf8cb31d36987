import { prepareClause } from "../evaluate/condition";
import { requestContext } from "../evaluate/requestContext";
import type { ConditionClause } from "../model";
import { globMatches } from "../prove/glob";
import type { Refusal } from "./intent";

/** Values by condition key, as they are spelled. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** A request, but for its context. */
export interface Asked {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

/**
 * Keys with which a request meets conditions, as far as one value for each key can.
 *
 * Several conditions on one key are met by a value of one of them that all take.
 */
export function contextOf(clauses: readonly ConditionClause[], asked: Asked, given: Context = {}): Context {
  const byKey = new Map<string, ConditionClause[]>();
  for (const clause of clauses) {
    const key = clause.key.toLowerCase();
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [clause]);
    else list.push(clause);
  }
  let context = given;
  for (const own of byKey.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const { key } = first;
    const tried = own.flatMap(valuesFor).map((value) => withKey(context, key, fixed(value, asked, context)));
    const meets = (one: Context) => own.every((clause) => holds(clause, asked, one));
    const found = [withKey(context, key, undefined), ...tried].find(meets) ?? tried[0];
    context = found ?? context;
  }
  return context;
}

/** The same request beside what is refused: of each refusal that it meets, one condition fails. */
export function besideRefusals(refusals: readonly Refusal[], asked: Asked, context: Context): Context {
  let result = context;
  for (const { actions, conditions } of refusals) {
    if (!actions.some((pattern) => globMatches(pattern.toLowerCase(), asked.action.toLowerCase()))) continue;
    const current = result;
    if (!conditions.every((clause) => holds(clause, asked, current))) continue;
    const tried = conditions.flatMap((clause) =>
      [undefined, ...valuesFor(clause), ...opposites(clause)].map((value) => ({
        clause,
        context: withKey(current, clause.key, value === undefined ? undefined : fixed(value, asked, current)),
      })),
    );
    result = tried.find((one) => !holds(one.clause, asked, one.context))?.context ?? current;
  }
  return result;
}

/** Values near those that a condition names. */
function valuesFor({ operator, key, values }: ConditionClause): readonly string[] {
  if (operator === "Null") return key.startsWith("aws:") ? ["example"] : [exampleOf(key)];
  return values.flatMap((value) => {
    if (operator.endsWith("IpAddress")) return [value.replace(/\/\d+$/, "")];
    if (operator === "DateLessThan") return [new Date(Date.parse(value) - 1000).toISOString()];
    if (operator === "DateGreaterThan") return [new Date(Date.parse(value) + 1000).toISOString()];
    return [value.replace(/\*/g, "example").replace(/(?<!\$\{)\?/g, "0")];
  });
}

const opposites = ({ operator, values }: ConditionClause): readonly string[] =>
  operator === "Bool" ? values.map((value) => (value === "true" ? "false" : "true")) : [];

const exampleOf = (key: string): string => (/arn|key-id$/i.test(key) ? "arn:aws:example" : "example");

/** Variables that are known get their values. */
const fixed = (value: string, { principal }: Asked, context: Context): string =>
  withVariables(value, principal, context);

/** The text with the values of the variables that the principal and the context give. */
export function withVariables(text: string, principal: string, context: Context): string {
  return text.replace(/\$\{([^},]+)\}/g, (variable, key: string) => {
    const lower = key.trim().toLowerCase();
    if (lower === "aws:principalaccount") return principal.split(":")[4] ?? variable;
    const found = Object.entries(context).find(([name]) => name.toLowerCase() === lower)?.[1];
    return typeof found === "string" ? found : variable;
  });
}

function withKey(context: Context, key: string, value: string | undefined): Context {
  const others = Object.entries(context).filter(([name]) => name.toLowerCase() !== key.toLowerCase());
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
}

const holds = (clause: ConditionClause, asked: Asked, context: Context): boolean =>
  prepareClause(clause, true).holds(requestContext({ ...asked, context }));
