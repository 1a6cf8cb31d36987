import type { Given } from "../least-privilege/crossGuard";

/** In what a mutant differs from the stack that it is made of, in the order of the report. */
export const mutantKinds = [
  "action",
  "resource",
  "principal",
  "condition",
  "deny",
  "effect",
  "attachment",
  "grant",
  "public access block",
  "encryption",
  "versioning",
  "retention",
  "key",
  "trail",
  "alarm",
  "other protection",
  "left out",
] as const;

export type MutantKind = (typeof mutantKinds)[number];

/** A stack with one thing changed so that it may allow more or protect less. */
export interface Mutant {
  readonly kind: MutantKind;
  /** Like `marketing-put, AllowPut: any resource`. */
  readonly what: string;
  /** Name of the resource that differs, is new, or is not there any more. */
  readonly at: string;
  /** The property that holds the document that differs; absent where something else does. */
  readonly document?: string;
  readonly resources: readonly Given[];
}

/** The stack with one resource's properties changed. */
export function withProps(
  resources: readonly Given[],
  changed: Given,
  props: Given["props"],
): readonly Given[] {
  return resources.map((one) => (one === changed ? { ...one, props } : one));
}
