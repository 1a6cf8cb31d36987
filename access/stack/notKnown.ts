import type { StackResource } from "./stackResource";

/** One thing about a stack's access that its resources do not tell. */
export interface NotKnown {
  /** The resource that leaves it open. */
  readonly resource: Pick<StackResource, "type" | "name" | "urn">;
  /** The property, like `policy` or `inlinePolicies[0].policy`. */
  readonly path: string;
  /**
   * - `unknown`: known only after the update, or a secret
   * - `unreadable`: AWS would refuse it
   * - `notInStack`: it names something of which the stack has only a part
   * - `conflict`: several resources set the same thing
   * - `notRead`: this analysis has no place for it
   */
  readonly kind: "unknown" | "unreadable" | "notInStack" | "conflict" | "notRead";
  /** Lower-case clause: what is not known, and how it is taken. */
  readonly message: string;
  /** Whether somebody may have access that the facts lack. False: the facts allow at least as much. */
  readonly mayHideAccess: boolean;
}

/** Sorts and takes out repetitions, so that the order of resources does not matter. */
export function sortedNotKnown(all: readonly NotKnown[]): readonly NotKnown[] {
  const byKey = new Map(all.map((one) => [JSON.stringify([one.resource.urn, one.path, one.message]), one]));
  return [...byKey].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, one]) => one);
}
