import { isList, isValues, type Value, type Values } from "./values";

/** A policy document as parsed from its text, or why the text is none. */
export type ParsedPolicy =
  { readonly ok: true; readonly document: Values } | { readonly ok: false; readonly reason: string };

/** Reads the JSON text of a policy document. The reason never repeats the text. */
export function parsePolicyDocument(text: string): ParsedPolicy {
  let document: Value;
  try {
    document = JSON.parse(text) as Value;
  } catch {
    return { ok: false, reason: "it is not valid JSON" };
  }
  if (!isValues(document)) return { ok: false, reason: "it is not a JSON object" };
  if (document["Statement"] === undefined) return { ok: false, reason: "it has no Statement" };
  return { ok: true, document };
}

/**
 * Whether two policy texts say the same to AWS.
 *
 * Formatting, the order of keys, statements and list members, a list of one beside its member, an account id
 * beside its root ARN, `"*"` beside `{"AWS": "*"}` and `true` beside `"true"` make no difference. Texts that
 * are no policy documents are the same only when they are equal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function samePolicy(one: string, other: string): boolean {
  if (one === other) return true;
  const left = parsePolicyDocument(one);
  const right = parsePolicyDocument(other);
  return left.ok && right.ok && canonicalDocument(left.document) === canonicalDocument(right.document);
}

function canonicalDocument(document: Values): string {
  return canonicalObject(document, (name, value) =>
    name === "Statement" ? canonicalMembers(value, canonicalStatement) : JSON.stringify(value),
  );
}

function canonicalStatement(statement: Value): string {
  if (!isValues(statement)) return JSON.stringify(statement);
  return canonicalObject(statement, (name, value) => {
    if (name === "Principal" || name === "NotPrincipal") return canonicalPrincipal(value);
    if (name === "Condition" && isValues(value)) {
      return canonicalObject(value, (_operator, keys) =>
        isValues(keys)
          ? canonicalObject(keys, (_key, values) => canonicalMembers(values, asText))
          : asText(keys),
      );
    }
    return canonicalMembers(value, asText);
  });
}

function canonicalPrincipal(principal: Value): string {
  const byKind: Value = principal === "*" ? { AWS: "*" } : principal;
  if (!isValues(byKind)) return JSON.stringify(byKind);
  return canonicalObject(byKind, (kind, members) =>
    canonicalMembers(members, kind === "AWS" ? rootOfAccount : asText),
  );
}

/** The account whose root is meant, where an account is: both of its spellings give one text. */
function rootOfAccount(principal: Value): string {
  if (typeof principal !== "string") return asText(principal);
  const account = /^(?:(\d{12})|arn:aws[a-z-]*:iam::(\d{12}):root)$/.exec(principal);
  return account === null ? asText(principal) : `root of ${account[1] ?? account[2] ?? ""}`;
}

function canonicalObject(object: Values, canonical: (name: string, value: Value) => string): string {
  const members = Object.entries(object).map(
    ([name, value]) => `${JSON.stringify(name)}:${canonical(name, value)}`,
  );
  return `{${members.sort().join()}}`;
}

function canonicalMembers(value: Value, canonical: (member: Value) => string): string {
  const members = (isList(value) ? value : [value]).map(canonical);
  return `[${[...new Set(members)].sort().join()}]`;
}

function asText(value: Value): string {
  return JSON.stringify(typeof value === "object" ? value : String(value));
}
