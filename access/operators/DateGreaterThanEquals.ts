import { parseDate } from "./date";
import { parsedOperator } from "./operator";

/**
 * The request's date is not before the policy's.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export const DateGreaterThanEquals = parsedOperator(parseDate, (request, policy) => request >= policy);
