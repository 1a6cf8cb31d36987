import type { ValueOperator } from "./operator";
import { compilePattern, matchesGlob, resolvePattern } from "./pattern";

/**
 * The whole text matches a pattern with `*` and `?`, case-sensitive; variables are replaced.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export const StringLike: ValueOperator = {
  tests: "value",
  negated: false,
  prepare: (policyValue, variables) => {
    const pattern = compilePattern(policyValue, variables);
    return (requestValue, variable) => {
      const glob = resolvePattern(pattern, variable);
      return glob === undefined ? "unresolved" : matchesGlob(glob, requestValue);
    };
  },
};
