import { parseDate } from "./date";
import { parsedOperator } from "./operator";

/**
 * The request's date is the same as the policy's.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export const DateEquals = parsedOperator(parseDate, (request, policy) => request === policy);
