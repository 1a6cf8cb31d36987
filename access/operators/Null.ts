import { parseBoolean } from "./Bool";
import type { PresenceOperator } from "./operator";

/**
 * `true`: the key is absent; `false`: it is there. Any other text is met by nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
 */
export const Null: PresenceOperator = {
  tests: "presence",
  meets: (policyValue, present) => parseBoolean(policyValue) === !present,
};
