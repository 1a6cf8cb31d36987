import { parseNumber } from "./number";
import { parsedOperator } from "./operator";

/**
 * The request's number is not below the policy's.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
 */
export const NumericGreaterThanEquals = parsedOperator(parseNumber, (request, policy) => request >= policy);
