import type { StackResource } from "../../../access/stack/stackResource";

/** A change of a stack; what is to be said of it is in expected.json, by its name. */
export interface ChangeCase {
  /** What a person would call it. */
  readonly name: string;
  readonly before: readonly StackResource[];
  readonly after: readonly StackResource[];
}

/** The resources with one of them, by its name, changed or taken away. */
export function changed(
  resources: readonly StackResource[],
  name: string,
  change: (one: StackResource) => StackResource | undefined,
): readonly StackResource[] {
  return resources.flatMap((one) => (one.name === name ? (change(one) ?? []) : [one]));
}
