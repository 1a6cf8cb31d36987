import { hiddenValue } from "./hiddenValue";
import type { Witness } from "../prove/witness";

/** The keys of a request that shows something, one a line; who, what and where are in the sentence above it. */
export function witnessText({ context }: Witness): readonly string[] {
  return Object.entries(context).map(([key, value]) => {
    const values = typeof value === "string" ? [value] : value;
    return `with ${key} = ${values.map((one) => hiddenValue(key, one)).join(", ")}`;
  });
}
