import type { PolicyDocument } from "../model";
import type { ComparableKind } from "../prove/problem";
import { unknown } from "../stack/value";
import type { Value } from "../stack/value";

/** How strong a protection is, comparable with the same one of another state. */
export type Measure =
  /** More is stronger; `Infinity` where nothing ever ends it. */
  | { readonly kind: "level"; readonly level: number }
  /** The requests that it covers, written as what a document allows: more is stronger. */
  | { readonly kind: "covers"; readonly as: ComparableKind; readonly document: PolicyDocument }
  /** A text of which it cannot be said which is stronger. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unknown" };

/** One thing that guards or records access, as one state has it. */
export interface Protection {
  /** Like `encryption`, `audit`, `TLS`. */
  readonly topic: string;
  /** Like `bucket acme-drop`. */
  readonly subject: string;
  /** Unique for the subject, like `default encryption`. */
  readonly aspect: string;
  /** How it is, like `aws:kms`. */
  readonly words: string;
  readonly measure: Measure;
  /** Whether the subject itself is the protection: without it, it is lost. */
  readonly isSubject?: true;
}

/** A protection that is on or off. */
export function flag(
  topic: string,
  subject: string,
  aspect: string,
  value: Value | undefined,
  otherwise = false,
): Protection {
  const on = value === undefined ? otherwise : value === true || value === "true";
  const measure: Measure = value === unknown ? { kind: "unknown" } : { kind: "level", level: on ? 1 : 0 };
  return { topic, subject, aspect, words: value === unknown ? "not known yet" : on ? "on" : "off", measure };
}

/** A protection of some strength; undefined: it is not known. */
export function level(
  topic: string,
  subject: string,
  aspect: string,
  words: string,
  strength: number | undefined,
): Protection {
  const measure: Measure = strength === undefined ? { kind: "unknown" } : { kind: "level", level: strength };
  return { topic, subject, aspect, words: strength === undefined ? "not known yet" : words, measure };
}

/** A thing that is a protection by being there. */
export const thing = (topic: string, subject: string, words: string): Protection => ({
  topic,
  subject,
  aspect: "",
  words,
  measure: { kind: "level", level: 1 },
  isSubject: true,
});

/** A number that a property says; `unknown` where it is not known, the other where it is absent. */
export function numberIn(value: Value | undefined, otherwise: number): number | undefined {
  if (value === unknown) return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : otherwise;
}
