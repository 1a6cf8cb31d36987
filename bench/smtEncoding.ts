import { describedServices, serviceData } from "../access/data/services";
import type { ConditionClause, PatternElement, PolicyDocument, Statement } from "../access/model";

/**
 * Inclusion of one identity policy in another as questions to an SMT solver, written without any code of the prover:
 * its purpose is to be an oracle for it.
 *
 * Not every document can be encoded: no policy variables, no set qualifiers, IPv4 only.
 */

/** One question: can a request with this action on a resource of this shape exceed? */
export interface Question {
  readonly smt: string;
}

const supported: ReadonlySet<string> = new Set([
  "StringEquals",
  "StringNotEquals",
  "StringLike",
  "StringNotLike",
  "ArnLike",
  "ArnEquals",
  "Bool",
  "Null",
  "IpAddress",
  "NotIpAddress",
  "NumericLessThan",
  "NumericGreaterThanEquals",
  "DateLessThan",
]);

/** The questions that decide inclusion, or undefined where the documents cannot be encoded. */
export function questions(
  reference: PolicyDocument,
  candidate: PolicyDocument,
): readonly Question[] | undefined {
  const statements = [...reference.statements, ...candidate.statements];
  if (!statements.every(isEncodable)) return undefined;
  const keys = declareKeys(statements);
  return operations(statements).map(({ action, shapes }) => ({
    smt: [
      "(declare-const resource String)",
      `(assert ${or(shapes.map((shape) => `(str.in_re resource ${shape})`))})`,
      ...keys,
      `(assert ${allows(candidate, action)})`,
      `(assert (not ${allows(reference, action)}))`,
    ].join("\n"),
  }));
}

function isEncodable({ resource, conditions }: Statement): boolean {
  const texts = [...(resource?.patterns ?? []), ...conditions.flatMap(({ values }) => values)];
  return (
    !texts.some((text) => text.includes("${") || /[^ -~]/.test(text)) &&
    conditions.every(
      ({ operator, qualifier, values, key }) =>
        supported.has(operator) &&
        qualifier === undefined &&
        !/account$|username$/i.test(key) &&
        !(operator.endsWith("IpAddress") && values.some((value) => value.includes(":"))),
    )
  );
}

const literal = (text: string): string => `"${text.replace(/"/g, '""')}"`;
const or = (parts: readonly string[]): string =>
  parts.length === 0 ? "false" : `(or ${parts.join(" ")} false)`;
const and = (parts: readonly string[]): string => `(and ${parts.join(" ")} true)`;

function allows({ statements }: PolicyDocument, action: string): string {
  const matching = (effect: Statement["effect"]) =>
    or(
      statements
        .filter((statement) => statement.effect === effect && names(statement.action, action))
        .map(matches),
    );
  return `(and ${matching("Allow")} (not ${matching("Deny")}))`;
}

function matches({ resource, conditions }: Statement): string {
  const own =
    resource === undefined
      ? "true"
      : or(resource.patterns.map((text) => `(str.in_re resource ${glob(text)})`));
  return and([resource?.negated === true ? `(not ${own})` : own, ...conditions.map(clause)]);
}

function names({ negated, patterns }: PatternElement, action: string): boolean {
  const named = patterns.some((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    return new RegExp(`^${source}$`, "i").test(action);
  });
  return named !== negated;
}

/** A pattern as a regular expression; `any` is what one wildcard character is. */
function glob(text: string, any = "re.allchar"): string {
  const parts = text.split(/([*?])/).flatMap((part) => {
    if (part === "*") return [`(re.* ${any})`];
    return part === "?" ? [any] : part === "" ? [] : [`(str.to_re ${literal(part)})`];
  });
  return concatenated(parts);
}

const concatenated = (parts: readonly string[]): string =>
  parts.length === 0
    ? '(str.to_re "")'
    : parts.length === 1
      ? (parts[0] ?? "")
      : `(re.++ ${parts.join(" ")})`;

const notColon = '(re.diff re.allchar (str.to_re ":"))';

function arnGlob(text: string): string {
  const fields = text.split(":");
  const head = fields.slice(0, 5).map((field) => glob(field, notColon));
  return concatenated([
    ...head.flatMap((field) => [field, '(str.to_re ":")']),
    glob(fields.slice(5).join(":")),
  ]);
}

const symbol = (key: string): string => `k_${key.toLowerCase().replace(/[^a-z0-9]/g, "_")}`;
type Sort = "String" | "Real" | "Int";

function sortOf({ operator }: ConditionClause): Sort | undefined {
  if (operator.startsWith("Numeric")) return "Real";
  if (operator.startsWith("Date") || operator.endsWith("IpAddress")) return "Int";
  return operator === "Null" ? undefined : "String";
}

const always = /^aws:(securetransport|currenttime|requestedregion|principalarn|principaltype)$/i;

function declareKeys(statements: readonly Statement[]): readonly string[] {
  const sorts = new Map<string, Sort>();
  const spelled = new Map<string, string>();
  for (const one of statements.flatMap(({ conditions }) => conditions)) {
    const sort = sortOf(one);
    spelled.set(symbol(one.key), one.key);
    if (sort !== undefined || !sorts.has(symbol(one.key))) sorts.set(symbol(one.key), sort ?? "String");
  }
  return [...spelled].flatMap(([name, key]) => [
    `(declare-const ${name}_there Bool)`,
    `(declare-const ${name} ${sorts.get(name) ?? "String"})`,
    ...(always.test(key) ? [`(assert ${name}_there)`] : []),
    ...(/:(securetransport|multifactorauthpresent)$/i.test(key)
      ? [`(assert (or (= ${name} "true") (= ${name} "false")))`]
      : []),
    ...(/:principalarn$/i.test(key) ? [`(assert (str.in_re ${name} ${identity}))`] : []),
  ]);
}

const digits = `(re.++ ${Array.from({ length: 12 }, () => '(re.range "0" "9")').join(" ")})`;
const partition = '(re.union (str.to_re "aws") (str.to_re "aws-cn") (str.to_re "aws-us-gov"))';
const identity = `(re.++ (str.to_re "arn:") ${partition} (str.to_re ":iam::") ${digits} (re.union (str.to_re ":role/") (str.to_re ":user/")) (re.* ${notColon}) (re.diff ${notColon} (str.to_re "/")))`;

function clause(one: ConditionClause): string {
  const name = symbol(one.key);
  const { operator, values, ifExists } = one;
  if (operator === "Null")
    return or(values.map((value) => (value === "true" ? `(not ${name}_there)` : `${name}_there`)));
  const any = or(values.map((value) => test(operator, name, value)));
  if (operator.includes("Not")) return `(or (not ${name}_there) (not ${any}))`;
  return ifExists ? `(or (not ${name}_there) ${any})` : `(and ${name}_there ${any})`;
}

function test(operator: string, name: string, value: string): string {
  if (operator.startsWith("Arn")) return `(str.in_re ${name} ${arnGlob(value)})`;
  if (operator.endsWith("Like")) return `(str.in_re ${name} ${glob(value)})`;
  if (operator === "NumericLessThan") return `(< ${name} ${Number(value).toFixed(3)})`;
  if (operator === "NumericGreaterThanEquals") return `(>= ${name} ${Number(value).toFixed(3)})`;
  if (operator === "DateLessThan") return `(< ${name} ${Date.parse(value)})`;
  if (operator.endsWith("IpAddress")) {
    const [address = "", bits = "32"] = value.split("/");
    const number = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
    const size = 2 ** (32 - Number(bits));
    const low = Math.floor(number / size) * size;
    return `(and (<= ${low} ${name}) (<= ${name} ${low + size - 1}))`;
  }
  return `(= ${name} ${literal(value)})`;
}

interface Operation {
  readonly action: string;
  readonly shapes: readonly string[];
}

/** Every published action, the actions that the documents name, and one of another service; equal ones once. */
function operations(statements: readonly Statement[]): readonly Operation[] {
  const named = statements
    .flatMap(({ action }) => action.patterns)
    .filter((pattern) => !/[*?]/.test(pattern));
  const published = describedServices.flatMap((service) =>
    Object.entries(serviceData(service)?.actions ?? {}).map(([name, { resourceTypes }]) => ({
      action: `${service}:${name}`,
      shapes:
        resourceTypes.length === 0 ? ['(str.to_re "*")'] : resourceTypes.map((type) => shape(service, type)),
    })),
  );
  const known = new Set(published.map(({ action }) => action.toLowerCase()));
  const anyArn = `(re.union (str.to_re "*") ${concatenated(['(str.to_re "arn:aws:sqs:")', `(re.* ${notColon})`, '(str.to_re ":")', `(re.* ${notColon})`, '(str.to_re ":")', "(re.+ re.allchar)"])} ${concatenated(['(str.to_re "arn:aws:dynamodb:")', `(re.* ${notColon})`, '(str.to_re ":")', `(re.* ${notColon})`, '(str.to_re ":")', "(re.+ re.allchar)"])})`;
  const others = [...named.filter((action) => !known.has(action.toLowerCase())), "glue:GetTable"];
  const distinct = new Map<string, Operation>();
  for (const operation of [...published, ...others.map((action) => ({ action, shapes: [anyArn] }))]) {
    const vector = statements.map(({ action }) => names(action, operation.action));
    const key = JSON.stringify([vector, operation.shapes]);
    if (vector.includes(true) && !distinct.has(key)) distinct.set(key, operation);
  }
  return [...distinct.values()];
}

function shape(service: string, type: string): string {
  const template = serviceData(service)?.resourceTypes[type]?.arn ?? "";
  const pieces = template.split(/(\$\{[^}]*\})/).filter((piece) => piece !== "");
  return concatenated(
    pieces.map((piece, index) => {
      if (!piece.startsWith("${")) return `(str.to_re ${literal(piece)})`;
      if (piece === "${Partition}") return partition;
      if (piece === "${Account}") return digits;
      if (piece === "${Region}")
        return '(re.+ (re.union (re.range "a" "z") (re.range "0" "9") (str.to_re "-")))';
      if (/BucketName|AccessPointName|KeyId/.test(piece))
        return `(re.+ (re.diff ${notColon} (str.to_re "/")))`;
      return index === pieces.length - 1 && !piece.includes("WithPath")
        ? "(re.+ re.allchar)"
        : `(re.+ ${notColon})`;
    }),
  );
}
