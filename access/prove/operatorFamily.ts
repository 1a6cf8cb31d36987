import type { ConditionOperatorName } from "../model";

/** What the values of an operator are. */
export type Family = "string" | "arn" | "number" | "date" | "ip" | "bool" | "null";

/** How an operator compares, apart from `IfExists` and the set qualifiers. */
export interface Comparison {
  readonly family: Family;
  readonly negated: boolean;
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
  readonly relation: "equal" | "less" | "lessOrEqual" | "greater" | "greaterOrEqual";
}

/**
 * How an operator compares.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function comparisonOf(operator: ConditionOperatorName): Comparison {
  return {
    family: family(operator),
    negated: operator.includes("Not"),
    wildcards: operator.includes("Like") || operator.startsWith("Arn"),
    ignoreCase: operator.endsWith("IgnoreCase"),
    relation: relation(operator),
  };
}

function family(operator: ConditionOperatorName): Family {
  if (operator.startsWith("String") || operator === "BinaryEquals") return "string";
  if (operator.startsWith("Arn")) return "arn";
  if (operator.startsWith("Numeric")) return "number";
  if (operator.startsWith("Date")) return "date";
  if (operator.endsWith("IpAddress")) return "ip";
  return operator === "Bool" ? "bool" : "null";
}

function relation(operator: ConditionOperatorName): Comparison["relation"] {
  if (operator.endsWith("LessThan")) return "less";
  if (operator.endsWith("LessThanEquals")) return "lessOrEqual";
  if (operator.endsWith("GreaterThan")) return "greater";
  return operator.endsWith("GreaterThanEquals") ? "greaterOrEqual" : "equal";
}
