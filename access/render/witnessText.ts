import type { Witness } from "../prove/witness";

/** The keys of a request that shows something, one a line; who, what and where are in the sentence above it. */
export function witnessText({ context }: Witness): readonly string[] {
  return Object.entries(context).map(
    ([key, value]) => `with ${key} = ${typeof value === "string" ? value : value.join(", ")}`,
  );
}
