import { parseVariables } from "./policyVariables";
import type { Piece } from "./policyVariables";

/** A text with wildcards and perhaps policy variables, prepared to be matched often. */
export type Pattern =
  | { readonly kind: "fixed"; readonly source: string; readonly glob: Glob }
  | { readonly kind: "variable"; readonly source: string; readonly pieces: readonly Piece[] };

/** A text with `*` and `?`, where single characters can be marked to stand for themselves. */
export interface Glob {
  readonly text: string;
  /** Position of each `*` and `?` that is no wildcard; absent when there is none. */
  readonly plain?: ReadonlySet<number>;
  /** What decides without a search: no wildcard at all, `*` alone, or one `*` at the end. */
  readonly shape: "exact" | "any" | "prefix" | "search";
}

/** The only value of a condition key, or undefined when it has none or several. */
export type SingleValue = (key: string) => string | undefined;

/**
 * Prepares a pattern of the policy language.
 *
 * @param variables whether `${…}` is a policy variable: only with Version 2012-10-17
 */
export function compilePattern(source: string, variables: boolean): Pattern {
  if (variables && source.includes("${")) {
    const pieces = parseVariables(source);
    if (pieces.some((piece) => piece.kind === "key")) return { kind: "variable", source, pieces };
    return { kind: "fixed", source, glob: substitute(pieces, () => undefined) ?? makeGlob(source) };
  }
  return { kind: "fixed", source, glob: makeGlob(source) };
}

/**
 * The glob of a pattern for one request; undefined when a variable has no value there.
 *
 * Characters that come out of a variable stand for themselves: a `*` in a user's name is no wildcard.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolvePattern(pattern: Pattern, value: SingleValue): Glob | undefined {
  return pattern.kind === "fixed" ? pattern.glob : substitute(pattern.pieces, value);
}

/** Makes a glob of a text; `plain` marks the wildcard characters that stand for themselves. */
export function makeGlob(text: string, plain?: ReadonlySet<number>): Glob {
  if (plain !== undefined && plain.size > 0) return { text, plain, shape: "search" };
  const first = text.search(/[*?]/);
  if (first === -1) return { text, shape: "exact" };
  if (text === "*") return { text, shape: "any" };
  return { text, shape: first === text.length - 1 && text.endsWith("*") ? "prefix" : "search" };
}

/**
 * Whether the whole of `value` matches: `*` is any run of characters, also none, `?` is exactly one.
 *
 * Case-sensitive; takes time proportional to the product of both lengths at worst.
 */
export function matchesGlob(glob: Glob, value: string): boolean {
  switch (glob.shape) {
    case "exact":
      return glob.text === value;
    case "any":
      return true;
    case "prefix":
      return value.length >= glob.text.length - 1 && value.startsWith(glob.text.slice(0, -1));
    case "search":
      return search(glob, value);
  }
}

function search({ text, plain }: Glob, value: string): boolean {
  let at = 0;
  let position = 0;
  let starAt = -1;
  let starPosition = 0;
  while (position < value.length) {
    const character = text[at];
    const wild = (character === "*" || character === "?") && plain?.has(at) !== true;
    if (wild && character === "*") {
      starAt = at++;
      starPosition = position;
    } else if (wild) {
      at++;
      position += characterLength(value, position);
    } else if (character !== undefined && character === value[position]) {
      at++;
      position++;
    } else if (starAt >= 0) {
      at = starAt + 1;
      position = ++starPosition;
    } else {
      return false;
    }
  }
  while (text[at] === "*" && plain?.has(at) !== true) at++;
  return at === text.length;
}

/** A character outside the basic plane takes two UTF-16 units and still is one for `?`. */
function characterLength(value: string, position: number): number {
  const codePoint = value.codePointAt(position);
  return codePoint !== undefined && codePoint > 0xffff ? 2 : 1;
}

function substitute(pieces: readonly Piece[], value: SingleValue): Glob | undefined {
  let text = "";
  const plain = new Set<number>();
  for (const piece of pieces) {
    if (piece.kind === "pattern") {
      text += piece.text;
      continue;
    }
    const resolved = piece.kind === "plain" ? piece.text : (value(piece.key) ?? piece.fallback);
    if (resolved === undefined) return undefined;
    for (let index = 0; index < resolved.length; index++) {
      if (resolved[index] === "*" || resolved[index] === "?") plain.add(text.length + index);
    }
    text += resolved;
  }
  return makeGlob(text, plain);
}
