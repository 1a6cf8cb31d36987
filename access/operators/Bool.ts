import type { ValueOperator } from "./operator";
import { compilePattern, resolvePattern } from "./pattern";

/**
 * Both are true or both are false, in any case of letters; any other text meets nothing. Variables are
 * replaced.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean
 */
export const Bool: ValueOperator = {
  tests: "value",
  negated: false,
  prepare: (policyValue, variables) => {
    const pattern = compilePattern(policyValue, variables);
    return (requestValue, variable) => {
      const glob = resolvePattern(pattern, variable);
      if (glob === undefined) return "unresolved";
      const expected = parseBoolean(glob.text);
      return expected !== undefined && parseBoolean(requestValue) === expected;
    };
  },
};

/** True or false, in any case of letters; undefined for any other text. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}
