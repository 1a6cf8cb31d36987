/**
 * A policy document with other texts in place of some of its `Principal.AWS` and `NotPrincipal.AWS`.
 *
 * @param text JSON; what is none stays as it is
 * @param replacements by what stands there now
 */
export function rewritePrincipals(text: string, replacements: Readonly<Record<string, string>>): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // Nothing was ever stored that is no JSON; it names nobody.
    return text;
  }
  if (!isObject(document)) return text;
  const { Statement } = document;
  const statements = (Array.isArray(Statement) ? Statement : [Statement]) as readonly unknown[];
  return JSON.stringify({
    ...document,
    Statement: statements.map((statement) => rewriteStatement(statement, replacements)),
  });
}

function rewriteStatement(statement: unknown, replacements: Readonly<Record<string, string>>): unknown {
  if (!isObject(statement)) return statement;
  const rewritten = Object.entries(statement).map(([name, element]) => {
    if ((name !== "Principal" && name !== "NotPrincipal") || !isObject(element)) return [name, element];
    const { AWS } = element;
    const replaced = Array.isArray(AWS)
      ? AWS.map((one: unknown) => replacementOf(one, replacements))
      : replacementOf(AWS, replacements);
    return [name, "AWS" in element ? { ...element, AWS: replaced } : element];
  });
  return Object.fromEntries(rewritten);
}

function replacementOf(one: unknown, replacements: Readonly<Record<string, string>>): unknown {
  return typeof one === "string" && Object.hasOwn(replacements, one) ? replacements[one] : one;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
