import { parsedOperator } from "./operator";

/**
 * The same bytes; both sides are written in base64. A text that is not base64 meets nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_BinaryEquals
 */
export const BinaryEquals = parsedOperator(parseBase64, (request, policy) => request.equals(policy));

function parseBase64(text: string): Buffer | undefined {
  const valid = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text);
  return valid ? Buffer.from(text, "base64") : undefined;
}
