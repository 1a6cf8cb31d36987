import type { Witness } from "../prove/witness";
import type { ShownWitness } from "./accessChange";
import { doing, principalText } from "./intentComparison";
import { witnessText } from "./witnessText";

/**
 * A request in words.
 *
 * @param asked condition keys of which is told that the request does not have them
 */
export function shownWitness(witness: Witness, asked: readonly string[] = []): ShownWitness {
  const { principal, action, resource, context } = witness;
  const present = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  return {
    sentence: `${principalText(principal)}: ${doing(action, resource)}`,
    context: [
      ...witnessText(witness),
      ...asked.filter((key) => !present.has(key.toLowerCase())).map((key) => `without ${key}`),
    ],
  };
}
