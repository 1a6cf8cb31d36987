import { canonicalKey } from "./conditionKeys";
import { firstSymbol } from "./items";

/**
 * What a policy variable is taken to be in one case of the proof: a fixed text, absent, or a symbol that
 * stands for every value that is not named anywhere.
 */
export type VariableValue =
  | { readonly is: "symbol"; readonly code: number }
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "absent" };

/** By condition key in lower case. */
export type VariableCase = ReadonlyMap<string, VariableValue>;

/** One piece of a pattern's text. */
export type Token =
  | { readonly kind: "character"; readonly code: number }
  | { readonly kind: "anyRun" }
  | { readonly kind: "anyOne" }
  | { readonly kind: "variable"; readonly key: string; readonly whenAbsent?: string };

/**
 * Splits a pattern into characters, wildcards and policy variables.
 *
 * @param wildcards false where `*` and `?` are plain characters (StringEquals and its kin)
 * @param variables false in documents of version 2008-10-17, where `${…}` is plain text
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function tokens(text: string, wildcards: boolean, variables: boolean): readonly Token[] {
  const result: Token[] = [];
  let index = 0;
  while (index < text.length) {
    const end = variables && text.startsWith("${", index) ? text.indexOf("}", index) : -1;
    if (end > 0) {
      result.push(variable(text.slice(index + 2, end)));
      index = end + 1;
      continue;
    }
    const code = text.charCodeAt(index);
    if (wildcards && code === 42) result.push({ kind: "anyRun" });
    else if (wildcards && code === 63) result.push({ kind: "anyOne" });
    else result.push({ kind: "character", code });
    index++;
  }
  return result;
}

function variable(inside: string): Token {
  if (inside === "*" || inside === "?" || inside === "$")
    return { kind: "character", code: inside.charCodeAt(0) };
  const comma = inside.indexOf(",");
  if (comma < 0) return { kind: "variable", key: canonicalKey(inside.trim()) };
  const quoted = inside.slice(comma + 1).trim();
  const whenAbsent = quoted.startsWith("'") && quoted.endsWith("'") ? quoted.slice(1, -1) : quoted;
  return { kind: "variable", key: canonicalKey(inside.slice(0, comma).trim()), whenAbsent };
}

/** Whether a pattern needs, without a default, a variable that is absent in this case. */
export function needsAbsent(text: string, variableCase: VariableCase): boolean {
  if (!text.includes("${")) return false;
  return tokens(text, true, true).some(
    (token) =>
      token.kind === "variable" &&
      token.whenAbsent === undefined &&
      (variableCase.get(token.key)?.is ?? "absent") === "absent",
  );
}

/** The condition keys, in lower case, whose values a pattern's text takes in. */
export function variableKeys(text: string): readonly string[] {
  if (!text.includes("${")) return [];
  return tokens(text, true, true).flatMap((token) => (token.kind === "variable" ? [token.key] : []));
}

/** The symbol of the variable at this place in the list of a proof's variables. */
export const symbolOf = (index: number): VariableValue => ({ is: "symbol", code: firstSymbol + index });
