import type { ConditionClause } from "../model";
import type { ValueTest } from "../operators/operator";
import { operators } from "../operators/operators";
import type { RequestContext } from "./requestContext";

/** One clause of a `Condition`, made ready to be tested often. */
export interface PreparedClause {
  readonly clause: ConditionClause;
  readonly holds: (context: RequestContext) => boolean;
}

/**
 * Makes a clause ready.
 *
 * A key that is absent: true with `IfExists` or `ForAllValues`, false with `ForAnyValue`, else true for
 * negated operators only. A key without set qualifier and with several values holds when any of them meets
 * (for negated operators: none does). Under a set qualifier empty texts count as no value. A variable
 * without value meets nothing, and makes a negated clause false.
 *
 * @param variables whether the document's version has policy variables
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function prepareClause(clause: ConditionClause, variables: boolean): PreparedClause {
  const key = clause.key.toLowerCase();
  const operator = operators[clause.operator];
  if (operator.tests === "presence") {
    return {
      clause,
      holds: (context) => clause.values.some((value) => operator.meets(value, context.values.has(key))),
    };
  }
  const tests = clause.values.map((value) => operator.prepare(value, variables));
  const { negated } = operator;
  const { qualifier, ifExists } = clause;
  return {
    clause,
    holds: (context) => {
      const given = context.values.get(key);
      if (given === undefined) return ifExists || holdsOnNothing(qualifier, negated);
      const holdsFor = (value: string) => (negated ? meetsNone : meetsAny)(tests, value, context);
      if (qualifier === undefined) return negated ? given.every(holdsFor) : given.some(holdsFor);
      if (given.every((value) => value === "")) return holdsOnNothing(qualifier, negated);
      return qualifier === "ForAllValues" ? given.every(holdsFor) : given.some(holdsFor);
    },
  };
}

function holdsOnNothing(qualifier: ConditionClause["qualifier"], negated: boolean): boolean {
  return qualifier === undefined ? negated : qualifier === "ForAllValues";
}

function meetsAny(tests: readonly ValueTest[], value: string, { single }: RequestContext): boolean {
  return tests.some((test) => test(value, single) === true);
}

function meetsNone(tests: readonly ValueTest[], value: string, { single }: RequestContext): boolean {
  return tests.every((test) => test(value, single) === false);
}
