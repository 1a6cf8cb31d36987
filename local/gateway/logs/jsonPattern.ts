/** What a JSON filter pattern asks of an event. */
export type JsonCondition =
  | { readonly kind: "and" | "or"; readonly conditions: readonly JsonCondition[] }
  | { readonly kind: "exists"; readonly selector: Selector; readonly wanted: boolean }
  /** `IS TRUE`, `IS FALSE`, `IS NULL` */
  | { readonly kind: "is"; readonly selector: Selector; readonly value: true | false | null }
  | {
      readonly kind: "compare";
      readonly selector: Selector;
      readonly operator: Operator;
      readonly operand: Operand;
    };

export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** What a property is compared with. */
export type Operand =
  /** Also a number where it reads as one: `404` means the number and the text. */
  | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
  | { readonly kind: "regex"; readonly regex: RegExp };

/** The steps of `$.a.b[0].c`; `*` stands for every member or item. */
export type Selector = readonly (string | number | typeof everything)[];

/** Every member of an object, every item of a list. */
export const everything = Symbol("*");

/** A condition, or what is wrong with the pattern. */
export type ReadJsonPattern =
  { readonly ok: true; readonly condition: JsonCondition } | { readonly ok: false; readonly problem: string };

class PatternError extends Error {}

/**
 * Reads a JSON filter pattern with its braces: comparisons of `$.selector`s, `&&` before `||`, parentheses.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
 */
export function readJsonPattern(pattern: string): ReadJsonPattern {
  const inside = /^\{([\s\S]*)\}$/.exec(pattern.trim())?.[1];
  if (inside === undefined) return { ok: false, problem: "a JSON pattern stands in braces" };
  try {
    const reader = new PatternReader(inside);
    return { ok: true, condition: reader.whole() };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { ok: false, problem: error.message };
  }
}

/** Reads a selector that stands alone, like a metric filter's `metricValue`; undefined for any other text. */
export function readSelector(text: string): Selector | undefined {
  if (!text.startsWith("$")) return undefined;
  const read = readJsonPattern(`{ ${text} EXISTS }`);
  return read.ok && read.condition.kind === "exists" ? read.condition.selector : undefined;
}

const selectorStart = /\s*\$/y;
const step = /\.\*|\[\*\]|\[(\d+)\]|\.?\['([^']+)'\]|\.([A-Za-z0-9_@:-]+)/y;
const operator = /\s*(!=|<=|>=|=|<|>)/y;
const existence = /\s+(NOT\s+EXISTS|EXISTS|IS\s+TRUE|IS\s+FALSE|IS\s+NULL)(?![A-Za-z0-9_])/iy;
const quotedText = /\s*"((?:[^"\\]|\\[\s\S])*)"/y;
const regexText = /\s*%([^%]+)%/y;
const plainText = /\s*([^\s()&|"%{}]+)/y;
const deepest = 32;

class PatternReader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): JsonCondition {
    const condition = this.either(0);
    if (this.text.slice(this.at).trim() !== "") this.fail("something follows the condition");
    return condition;
  }

  private either(depth: number): JsonCondition {
    return this.joined("or", /\s*\|\|/y, () => this.joined("and", /\s*&&/y, () => this.single(depth)));
  }

  private joined(kind: "and" | "or", separator: RegExp, part: () => JsonCondition): JsonCondition {
    const first = part();
    const conditions = [first];
    while (this.take(separator) !== undefined) conditions.push(part());
    return conditions.length === 1 ? first : { kind, conditions };
  }

  private single(depth: number): JsonCondition {
    if (depth > deepest) this.fail("parentheses are nested too deep");
    if (this.take(/\s*\(/y) === undefined) return this.comparison();
    const condition = this.either(depth + 1);
    if (this.take(/\s*\)/y) === undefined) this.fail("a parenthesis is not closed");
    return condition;
  }

  private comparison(): JsonCondition {
    const selector = this.selector();
    const [, words] = this.take(existence) ?? [];
    if (words !== undefined) return existenceOf(selector, words.toUpperCase().replace(/\s+/g, " "));
    const [, found] = this.take(operator) ?? [];
    if (found === undefined) return this.fail("a selector is followed by no operator");
    return { kind: "compare", selector, operator: found as Operator, operand: this.operand() };
  }

  private selector(): Selector {
    if (this.take(selectorStart) === undefined) return this.fail("a selector starts with $");
    const steps: (string | number | typeof everything)[] = [];
    for (let found = this.take(step); found !== undefined; found = this.take(step)) {
      const [, index, bracketed, name = ""] = found;
      if (index !== undefined) steps.push(Number(index));
      else if (bracketed === undefined && name === "") steps.push(everything);
      else steps.push(bracketed ?? name);
    }
    return steps.length === 0 ? this.fail("a selector names a property: $.name") : steps;
  }

  private operand(): Operand {
    const quoted = this.take(quotedText)?.[1];
    if (quoted !== undefined) {
      return { kind: "text", text: quoted.replace(/\\([\s\S])/g, "$1"), quoted: true };
    }
    const regex = this.take(regexText)?.[1];
    if (regex !== undefined) return { kind: "regex", regex: this.compiled(regex) };
    const text = this.take(plainText)?.[1];
    return text === undefined
      ? this.fail("an operator is followed by no value")
      : { kind: "text", text, quoted: false };
  }

  /** Groups would let a pattern cost more than its length: CloudWatch Logs has none either. */
  private compiled(text: string): RegExp {
    if (/[()]/.test(text)) this.fail("regular expressions have no parentheses");
    try {
      return new RegExp(text);
    } catch {
      // JavaScript takes all of what CloudWatch Logs takes.
      return this.fail(`%${text}% is no regular expression`);
    }
  }

  private take(token: RegExp): RegExpExecArray | undefined {
    token.lastIndex = this.at;
    const found = token.exec(this.text);
    if (found === null) return undefined;
    this.at = token.lastIndex;
    return found;
  }

  private fail(what: string): never {
    throw new PatternError(`${what}, at ${this.at}: ${this.text.slice(this.at, this.at + 40)}`);
  }
}

function existenceOf(selector: Selector, words: string): JsonCondition {
  switch (words) {
    case "EXISTS":
      return { kind: "exists", selector, wanted: true };
    case "NOT EXISTS":
      return { kind: "exists", selector, wanted: false };
    case "IS TRUE":
      return { kind: "is", selector, value: true };
    case "IS FALSE":
      return { kind: "is", selector, value: false };
    default:
      return { kind: "is", selector, value: null };
  }
}
