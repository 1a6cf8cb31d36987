import type { Witness } from "../prove/witness";
import type { ShownWitness } from "./accessChange";
import { doing, principalText } from "./intentComparison";
import { shortHash } from "./shortHash";
import { witnessText } from "./witnessText";

/** A request in words; what external ids say is left out. */
export function shownWitness(witness: Witness): ShownWitness {
  const { principal, action, resource, context } = witness;
  const discreet = Object.entries(context).map(([key, value]): [string, string | readonly string[]] => {
    if (!/^sts:externalid$/i.test(key)) return [key, value];
    const hidden = (text: string): string => `#${shortHash(text, 6)}`;
    return [key, typeof value === "string" ? hidden(value) : value.map(hidden)];
  });
  return {
    sentence: `${principalText(principal)}: ${doing(action, resource)}`,
    context: witnessText({ ...witness, context: Object.fromEntries(discreet) }),
  };
}
