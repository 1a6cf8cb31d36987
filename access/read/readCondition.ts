import { conditionOperatorNames } from "../model";
import type { ConditionClause, ConditionOperatorName } from "../model";
import type { JsonMember, JsonNode } from "./jsonTree";
import { aKind, join } from "./reading";
import type { Reading } from "./reading";

const qualifiers = ["ForAllValues", "ForAnyValue"] as const;

type Operator = Pick<ConditionClause, "operator" | "qualifier" | "ifExists">;

const operatorsByLowerCase = new Map<string, ConditionOperatorName>(
  conditionOperatorNames.map((name) => [name.toLowerCase(), name]),
);

/**
 * Reads `Condition`: operator, then key, then one value or a list of values.
 *
 * Strings, numbers and booleans are values. The case of operators does not matter.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function readCondition(reading: Reading, node: JsonNode, path: string): readonly ConditionClause[] {
  if (node.kind !== "object") {
    reading.error(node, path, `is ${aKind(node)}: must be an object`, "DATA_TYPE_MISMATCH");
    return [];
  }
  return reading.unrepeated(node, path).flatMap((member) => readOperator(reading, member, path));
}

/** Operator with qualifier and `IfExists`, as AWS spells it: `ForAnyValue:StringLikeIfExists`. */
export function spellOperator({ operator, qualifier, ifExists }: Operator): string {
  return `${qualifier === undefined ? "" : `${qualifier}:`}${operator}${ifExists ? "IfExists" : ""}`;
}

function readOperator(reading: Reading, member: JsonMember, parent: string): readonly ConditionClause[] {
  const path = join(parent, member.name);
  const operator = parseOperator(member.name);
  if (operator === undefined) {
    reading.error(member, path, `unknown operator${suggestion(member.name)}`, "INVALID_CONDITION_OPERATOR");
    return [];
  }
  if (operator.operator === "Null" && operator.ifExists) {
    const message = "Null cannot take IfExists: it tests by itself whether the key is there";
    reading.error(member, path, message, "NULL_WITH_IF_EXISTS");
    return [];
  }
  if (member.node.kind !== "object") {
    const message = `is ${aKind(member.node)}: must be an object of condition keys`;
    reading.error(member.node, path, message, "DATA_TYPE_MISMATCH");
    return [];
  }
  const canonical = join(parent, spellOperator(operator));
  reading.place(canonical, path, member);
  return reading.unrepeated(member.node, path).map(({ name: key, node, offset }) => {
    const keyPath = join(path, key);
    reading.place(join(canonical, key), keyPath, offset === undefined ? {} : { offset });
    if (!/^[^:]+:.+$/s.test(key)) {
      const message = 'is no condition key: must be like "aws:SourceIp"';
      reading.error(offset === undefined ? {} : { offset }, keyPath, message, "INVALID_CONDITION_KEY_FORMAT");
    }
    return { ...operator, key, values: readValues(reading, node, keyPath, join(canonical, key)) };
  });
}

function readValues(reading: Reading, node: JsonNode, path: string, canonical: string): readonly string[] {
  const items = node.kind === "array" ? node.items : [node];
  return items.flatMap((item, index) => {
    const itemPath = node.kind === "array" ? `${path}[${index}]` : path;
    reading.place(`${canonical}[${index}]`, itemPath, item);
    if (item.kind === "string") return [item.value];
    if (item.kind === "number" || item.kind === "boolean") return [item.text];
    const message = `is ${aKind(item)}: must be a string, a number, a boolean or a list of them`;
    reading.error(item, itemPath, message, "INVALID_CONDITION_DATA_TYPE");
    return [];
  });
}

function parseOperator(spelled: string): Operator | undefined {
  const lower = spelled.toLowerCase();
  const qualifier = qualifiers.find((name) => lower.startsWith(`${name.toLowerCase()}:`));
  const rest = qualifier === undefined ? lower : lower.slice(qualifier.length + 1);
  const plain = operatorsByLowerCase.get(rest);
  const base = plain ?? operatorsByLowerCase.get(rest.replace(/ifexists$/, ""));
  if (base === undefined) return undefined;
  return { operator: base, ...(qualifier === undefined ? {} : { qualifier }), ifExists: plain === undefined };
}

/** `: did you mean StringEquals?` for a name that begins like an operator. */
function suggestion(spelled: string): string {
  const lower = spelled.toLowerCase();
  const near = conditionOperatorNames.find(
    (name) =>
      name.toLowerCase().startsWith(lower) || (lower.length > 3 && lower.startsWith(name.toLowerCase())),
  );
  return near === undefined ? "" : `: did you mean ${near}?`;
}
