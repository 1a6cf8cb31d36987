import type { PatternElement } from "../model";
import { globMatches, mayMeet } from "../prove/glob";

/** Whether a pattern surely takes in all that another does. */
export function patternCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === "*") return true;
  if (wide.includes("${") || (narrow.includes("${") && wide.includes("?"))) return false;
  return globMatches(wide, narrow, true);
}

/**
 * Patterns that take in every text that both lists do; perhaps more, where two patterns only overlap.
 *
 * Empty only when no text is in both.
 */
export function intersection(left: readonly string[], right: readonly string[]): readonly string[] {
  const both = left.flatMap((one) =>
    right.flatMap((other) => {
      if (patternCovers(one, other)) return [other];
      return patternCovers(other, one) || patternsMayMeet(one, other) ? [one] : [];
    }),
  );
  return [...new Set(both)];
}

/** False only when no text matches both patterns. */
export function patternsMayMeet(left: string, right: string): boolean {
  if (left.includes("$") || right.includes("$")) return mayMeet(left, right);
  if (!/[*?]/.test(left)) return globMatches(right, left);
  return /[*?]/.test(right) ? mayMeet(left, right) : globMatches(left, right);
}

/** As `intersection`, for elements of which either may be negated. */
export function elementIntersection(left: PatternElement, right: PatternElement): PatternElement {
  if (!left.negated && !right.negated)
    return { negated: false, patterns: intersection(left.patterns, right.patterns) };
  if (left.negated && right.negated)
    return { negated: true, patterns: [...new Set([...left.patterns, ...right.patterns])] };
  const [kept, taken] = left.negated ? [right, left] : [left, right];
  return {
    negated: false,
    patterns: kept.patterns.filter((one) => !taken.patterns.some((other) => patternCovers(other, one))),
  };
}

/** The actions of an element, in lower case: they are compared without regard to case. */
export function actionIntersection(left: PatternElement, right: PatternElement): PatternElement {
  const lower = ({ negated, patterns }: PatternElement): PatternElement => ({
    negated,
    patterns: patterns.map((pattern) => pattern.toLowerCase()),
  });
  const spelled = new Map(
    [...left.patterns, ...right.patterns].map((pattern) => [pattern.toLowerCase(), pattern]),
  );
  const { negated, patterns } = elementIntersection(lower(left), lower(right));
  return { negated, patterns: patterns.map((pattern) => spelled.get(pattern) ?? pattern) };
}

/** False only when nothing is in the element. */
export const takesInSomething = ({ negated, patterns }: PatternElement): boolean =>
  negated ? !patterns.includes("*") : patterns.length > 0;
