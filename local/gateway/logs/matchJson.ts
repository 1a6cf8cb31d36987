import { everything, type JsonCondition, type Operand, type Operator, type Selector } from "./jsonPattern";

/**
 * Whether an event is as a pattern asks.
 *
 * A property that is not there makes every comparison of it false, `!=` too: only `NOT EXISTS` means it. AWS's manual
 * says so of `=` and is silent about `!=`, so a pattern that must hold on AWS does not rest on either.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
 */
export function matchesJson(condition: JsonCondition, event: object): boolean {
  switch (condition.kind) {
    case "and":
      return condition.conditions.every((part) => matchesJson(part, event));
    case "or":
      return condition.conditions.some((part) => matchesJson(part, event));
    case "exists":
      return select(event, condition.selector).length > 0 === condition.wanted;
    case "is":
      return select(event, condition.selector).some((value) => value === condition.value);
    case "compare":
      return select(event, condition.selector).some((value) =>
        compares(value, condition.operator, condition.operand),
      );
  }
}

/**
 * The number that `$.selector` or a plain number says of a message: a metric filter's `metricValue`.
 *
 * @returns undefined where the event has no number there
 */
export function numberAt(selector: Selector, event: object): number | undefined {
  const [value] = select(event, selector);
  if (typeof value === "number") return value;
  return typeof value === "string" && isNumber(value) ? Number(value) : undefined;
}

/** The text of a property, as a metric's dimension takes it; undefined where it is no text, number or boolean. */
export function textAt(selector: Selector, event: object): string | undefined {
  return textOf(select(event, selector)[0]);
}

function select(event: unknown, selector: Selector): readonly unknown[] {
  let values: readonly unknown[] = [event];
  for (const step of selector) {
    values = values.flatMap((value) => {
      if (typeof value !== "object" || value === null) return [];
      const members = value as Readonly<Record<string, unknown>>;
      if (step === everything) return Object.values(members);
      if (typeof step === "number" && !Array.isArray(value)) return [];
      return Object.hasOwn(members, String(step)) ? [members[step]] : [];
    });
  }
  return values;
}

function compares(value: unknown, operator: Operator, operand: Operand): boolean {
  if (operator !== "=" && operator !== "!=") return compareNumbers(value, operator, operand);
  const text = textOf(value);
  if (text === undefined) return false;
  return equals(value, text, operand) === (operator === "=");
}

function equals(value: unknown, text: string, operand: Operand): boolean {
  if (operand.kind === "regex") return operand.regex.test(text);
  if (typeof value === "number" && isNumber(operand.text)) return value === Number(operand.text);
  return wildcards(operand.text).test(text);
}

function compareNumbers(value: unknown, operator: Exclude<Operator, "=" | "!=">, operand: Operand): boolean {
  if (operand.kind !== "text" || operand.quoted || !isNumber(operand.text)) return false;
  if (typeof value !== "number" && !(typeof value === "string" && isNumber(value))) return false;
  const [left, right] = [Number(value), Number(operand.text)];
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
}

const mostKept = 1_000;
const kept = new Map<string, RegExp>();

/** `*` stands for any text. */
function wildcards(text: string): RegExp {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const parts = text.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const made = new RegExp(`^${parts.join("[\\s\\S]*")}$`);
  if (kept.size >= mostKept) kept.clear();
  kept.set(text, made);
  return made;
}
