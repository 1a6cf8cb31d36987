/** A part of a text with policy variables. */
export type Piece =
  /** Text where `*` and `?` are wildcards. */
  | { readonly kind: "pattern"; readonly text: string }
  /** Text that stands for itself, from `${*}`, `${?}` or `${$}`. */
  | { readonly kind: "plain"; readonly text: string }
  /** `${key}` or `${key, 'fallback'}`; the key is in lower case. */
  | { readonly kind: "key"; readonly key: string; readonly fallback?: string };

/**
 * Splits a text at its policy variables.
 *
 * A `${` without a closing brace is plain pattern text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function parseVariables(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest = text;
  for (;;) {
    const start = rest.indexOf("${");
    const end = start === -1 ? -1 : rest.indexOf("}", start);
    if (end === -1) break;
    if (start > 0) pieces.push({ kind: "pattern", text: rest.slice(0, start) });
    pieces.push(parseVariable(rest.slice(start + 2, end)));
    rest = rest.slice(end + 1);
  }
  if (rest !== "") pieces.push({ kind: "pattern", text: rest });
  return pieces;
}

function parseVariable(inside: string): Piece {
  if (inside === "*" || inside === "?" || inside === "$") return { kind: "plain", text: inside };
  const withFallback = /^\s*([^,]*?)\s*,\s*'(.*)'\s*$/s.exec(inside);
  if (withFallback === null) return { kind: "key", key: inside.trim().toLowerCase() };
  const [, key = "", fallback = ""] = withFallback;
  return { kind: "key", key: key.toLowerCase(), fallback };
}
