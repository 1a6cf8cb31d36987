import type { PrincipalElement } from "../model";
import { compileClause, holdsForValue, holdsWhenAbsent, meetsAnyValue } from "./clause";
import type { CompiledClause, VariableReading } from "./clause";
import { canonicalKey, principalKeys } from "./conditionKeys";
import type { CallerKind } from "./conditionKeys";
import { accountOf, principalTypes } from "./principalShapes";
import type { IdentityKind } from "./principalShapes";
import type { Part } from "./problem";

/** Principals that the same statements mean and that carry the same principal keys, with one of them. */
export interface PrincipalClass {
  readonly caller: CallerKind;
  /** An ARN, a service, an identity provider, or `*` for an anonymous caller. */
  readonly principal: string;
  /** Bits of the statements whose principal and principal keys it satisfies. */
  readonly mask: bigint;
  /** Values of the keys that follow from the principal, by canonical key. */
  readonly keys: ReadonlyMap<string, string>;
}

/** What one statement asks of the principal. */
export interface Asked {
  readonly part: Part;
  readonly element: PrincipalElement | undefined;
  readonly clauses: readonly CompiledClause[];
}

/** The conditions on keys that follow from the principal. */
export const principalClauses = (conditions: Part["statement"]["conditions"]) =>
  conditions.filter(({ key }) => principalKeys.has(canonicalKey(key)));

/** What a statement asks of the principal, in one case of its variables. */
export function askedOf(part: Part, reading: VariableReading): Asked {
  const clauses = principalClauses(part.statement.conditions).map((clause) => {
    const anchored = part.role === "proved" && clause.values.some((text) => text.includes("${"));
    return compileClause(clause, anchored ? "must" : part.side, part.variables, reading);
  });
  return { part, element: part.statement.principal, clauses };
}

/** The keys that follow from an identity's ARN. */
export function identityKeys(identity: IdentityKind, arn: string): ReadonlyMap<string, string> {
  const account = accountOf(arn);
  const keys = new Map([
    ["aws:principalarn", arn],
    ["aws:principalaccount", account],
    ["kms:calleraccount", account],
    ["aws:principaltype", principalTypes[identity]],
    ["aws:principalisawsservice", "false"],
  ]);
  if (identity === "user") keys.set("aws:username", arn.slice(arn.lastIndexOf("/") + 1));
  return keys;
}

/** Whether a clause holds for a principal with these keys. */
export function holdsOnKeys(compiled: CompiledClause, keys: ReadonlyMap<string, string>): boolean {
  const value = keys.get(canonicalKey(compiled.clause.key));
  return value === undefined
    ? holdsWhenAbsent(compiled)
    : holdsForValue(compiled, meetsAnyValue(compiled, value), value === "");
}
