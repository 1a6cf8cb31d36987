import { matchesArn } from "./arn";
import type { ValueOperator } from "./operator";
import { compilePattern, resolvePattern } from "./pattern";

/**
 * Each of the six fields of the ARN matches its own pattern; variables are replaced.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const ArnLike: ValueOperator = {
  tests: "value",
  negated: false,
  prepare: (policyValue, variables) => {
    const pattern = compilePattern(policyValue, variables);
    return (requestValue, variable) => {
      const glob = resolvePattern(pattern, variable);
      return glob === undefined ? "unresolved" : matchesArn(glob, requestValue);
    };
  },
};
