import type { FoundResource } from "./resource";
import { type Properties, unknown, type Value } from "./value";

/** Type token of a statement of a function's policy. */
export const functionPermissionType = "aws:lambda/permission:Permission";

/** Properties of the permission that become conditions of the statement. */
const conditions: readonly (readonly [property: string, operator: string, key: string])[] = [
  ["sourceArn", "ArnLike", "aws:SourceArn"],
  ["sourceAccount", "StringEquals", "aws:SourceAccount"],
  ["principalOrgId", "StringEquals", "aws:PrincipalOrgID"],
  ["eventSourceToken", "StringEquals", "lambda:EventSourceToken"],
  ["functionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"],
];

/**
 * The document that Lambda makes of a permission: a statement of the function's policy.
 *
 * Of which function it is does not matter to who is let in, so that an ARN that is not known yet stands as `*`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function functionPermissionDocument({ properties }: FoundResource): Value {
  const { principal = null, action = null, statementId, function: named } = properties;
  const Condition: Record<string, Record<string, Value>> = {};
  for (const [property, operator, key] of conditions) {
    const value = properties[property] ?? null;
    if (value !== null && value !== "") Condition[operator] = { ...Condition[operator], [key]: value };
  }
  const statement: Properties = {
    ...(typeof statementId === "string" ? { Sid: statementId } : {}),
    Effect: "Allow",
    Principal: principalElement(principal),
    Action: action,
    Resource: typeof named === "string" && named.startsWith("arn:") ? named : "*",
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  };
  return { Version: "2012-10-17", Statement: [statement] };
}

/** Lambda takes the name of a service, an account or the ARN of a principal, or everyone. */
function principalElement(principal: Value): Value {
  if (typeof principal !== "string" || principal === "*") return principal;
  const isService = principal.includes(".") && !principal.startsWith("arn:");
  return isService ? { Service: principal } : { AWS: principal };
}

/** The property of whom or what the permission lets in that is not known yet; undefined where all of them are. */
export function unknownProperty({ properties }: FoundResource): string | undefined {
  const read = ["principal", "action", ...conditions.map(([property]) => property)];
  return read.find((property) => properties[property] === unknown);
}
