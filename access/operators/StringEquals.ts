import type { ValueOperator } from "./operator";
import { compilePattern, resolvePattern } from "./pattern";

/**
 * Same text, case-sensitive. Wildcards stand for themselves; variables are replaced.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export const StringEquals: ValueOperator = {
  tests: "value",
  negated: false,
  prepare: (policyValue, variables) => {
    const pattern = compilePattern(policyValue, variables);
    return (requestValue, variable) => {
      const glob = resolvePattern(pattern, variable);
      return glob === undefined ? "unresolved" : glob.text === requestValue;
    };
  },
};
