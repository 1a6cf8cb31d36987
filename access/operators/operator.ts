import type { SingleValue } from "./pattern";

/** One value of a policy, prepared once, to be held against values of requests. */
export type ValueTest = (requestValue: string, variable: SingleValue) => boolean | "unresolved";

/**
 * A condition operator: how one value of the request is compared with one value of the policy.
 *
 * Several values, absent keys, `IfExists` and the set qualifiers are the same for all operators; they live
 * in `evaluate/condition.ts`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface ValueOperator {
  readonly tests: "value";
  /** Whether the clause holds when nothing meets, as for `StringNotEquals`. */
  readonly negated: boolean;
  /**
   * Prepares a value of the policy. One that is not valid for the operator gives a test that nothing meets.
   *
   * @param variables whether the document's version has policy variables
   */
  readonly prepare: (policyValue: string, variables: boolean) => ValueTest;
}

/** `Null`: whether the key is there. */
export interface PresenceOperator {
  readonly tests: "presence";
  /** Whether a value of the policy is met by a key that is there, or is not. */
  readonly meets: (policyValue: string, present: boolean) => boolean;
}

/** The negated twin of an operator. */
export function negate(operator: ValueOperator): ValueOperator {
  return { ...operator, negated: true };
}

/**
 * An operator on parsed values: numbers, dates, addresses, bytes.
 *
 * @param parse gives undefined for a text that is not valid; such a text meets nothing
 */
export function parsedOperator<T>(
  parse: (text: string) => T | undefined,
  meets: (requestValue: T, policyValue: T) => boolean,
): ValueOperator {
  return {
    tests: "value",
    negated: false,
    prepare: (policyText) => {
      const policyValue = parse(policyText);
      if (policyValue === undefined) return () => false;
      return (requestText) => {
        const requestValue = parse(requestText);
        return requestValue !== undefined && meets(requestValue, policyValue);
      };
    },
  };
}
