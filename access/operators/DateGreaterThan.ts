import { parseDate } from "./date";
import { parsedOperator } from "./operator";

/**
 * The request's date is after the policy's.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export const DateGreaterThan = parsedOperator(parseDate, (request, policy) => request > policy);
