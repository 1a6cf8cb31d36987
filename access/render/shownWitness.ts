import type { Witness } from "../prove/witness";
import type { ShownWitness } from "./accessChange";
import { doing, principalText } from "./intentComparison";
import { shortHash } from "./shortHash";
import { witnessText } from "./witnessText";

/**
 * A request in words; what external ids say is left out.
 *
 * @param asked condition keys of which is told that the request does not have them
 */
export function shownWitness(witness: Witness, asked: readonly string[] = []): ShownWitness {
  const { principal, action, resource, context } = witness;
  const discreet = Object.entries(context).map(([key, value]): [string, string | readonly string[]] => {
    if (!/^sts:externalid$/i.test(key)) return [key, value];
    const hidden = (text: string): string => `#${shortHash(text, 6)}`;
    return [key, typeof value === "string" ? hidden(value) : value.map(hidden)];
  });
  const present = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  return {
    sentence: `${principalText(principal)}: ${doing(action, resource)}`,
    context: [
      ...witnessText({ ...witness, context: Object.fromEntries(discreet) }),
      ...asked.filter((key) => !present.has(key.toLowerCase())).map((key) => `without ${key}`),
    ],
  };
}
