import type { ConditionClause, PatternElement, PrincipalElement, Statement } from "../model";
import { spellOperator } from "../read/readCondition";
import { hiddenValue } from "./hiddenValue";

/** A statement as policy JSON, indented; what external ids say is left out. */
export function statementJson({ sid, effect, principal, action, resource, conditions }: Statement): string {
  return JSON.stringify(
    {
      ...(sid === undefined ? {} : { Sid: sid }),
      Effect: effect,
      ...(principal === undefined
        ? {}
        : { [principal.negated ? "NotPrincipal" : "Principal"]: principalJson(principal) }),
      [action.negated ? "NotAction" : "Action"]: short(action),
      ...(resource === undefined ? {} : { [resource.negated ? "NotResource" : "Resource"]: short(resource) }),
      ...(conditions.length === 0 ? {} : { Condition: conditionJson(conditions) }),
    },
    null,
    2,
  );
}

const short = ({ patterns }: PatternElement): unknown => (patterns.length === 1 ? patterns[0] : patterns);

function principalJson({ anyone, aws, service, federated, canonicalUser }: PrincipalElement): unknown {
  const kinds = [
    ["AWS", aws],
    ["Service", service],
    ["Federated", federated],
    ["CanonicalUser", canonicalUser],
  ] as const;
  const named = kinds.filter(([, values]) => values.length > 0);
  if (anyone && named.length === 0) return "*";
  const all = anyone
    ? ([["AWS", ["*", ...aws]], ...named.filter(([kind]) => kind !== "AWS")] as const)
    : named;
  return Object.fromEntries(all.map(([kind, values]) => [kind, values.length === 1 ? values[0] : values]));
}

function conditionJson(conditions: readonly ConditionClause[]): unknown {
  const operators = new Map<string, Record<string, unknown>>();
  for (const clause of conditions) {
    const operator = spellOperator(clause);
    const { key, values } = withoutHiddenValues(clause);
    const own = operators.get(operator) ?? {};
    own[key] = values.length === 1 ? values[0] : values;
    operators.set(operator, own);
  }
  return Object.fromEntries(operators);
}

/** A condition as reports tell it. */
export function withoutHiddenValues(clause: ConditionClause): ConditionClause {
  return { ...clause, values: clause.values.map((value) => hiddenValue(clause.key, value)) };
}
