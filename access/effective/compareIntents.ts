import { excesses } from "./excesses";
import type { AccessFacts } from "./facts";
import type { Excess, Intent, IntentResult } from "./intent";
import { missingOf } from "./reachability";
import { worldOf } from "./world";

/** How what is possible compares with what is meant. */
export interface IntentComparison {
  /** One for each intent, in order. */
  readonly intents: readonly IntentResult[];
  /** What is possible and serves no intent at all. */
  readonly unintended: readonly Excess[];
  /** What could not be decided and serves no intent. */
  readonly undecided: readonly string[];
}

/**
 * Compares what a set of resources allows with what is meant.
 *
 * "proven": everything meant works, and the documents that serve the intent allow nothing else. An intent that does
 * not work is "missing", with the first refusing step. What is not decided is "unknown", never "proven".
 */
export function compareIntents(facts: AccessFacts, intents: readonly Intent[]): IntentComparison {
  const world = worldOf(facts);
  const found = excesses(world, intents);
  const excessesOf = new Map<string, Excess[]>();
  const reasonsOf = new Map<string, string[]>();
  const unintended: Excess[] = [];
  const undecided: string[] = [];
  for (const one of found) {
    const names = one.kind === "excess" ? one.excess.intents : one.intents;
    if (one.kind === "excess" && names.length === 0) unintended.push(one.excess);
    if (one.kind === "unknown" && names.length === 0) undecided.push(one.reason);
    for (const name of names) {
      if (one.kind === "excess") excessesOf.set(name, [...(excessesOf.get(name) ?? []), one.excess]);
      else reasonsOf.set(name, [...(reasonsOf.get(name) ?? []), one.reason]);
    }
  }
  const missing = missingOf(world);
  return {
    intents: intents.map((intent): IntentResult => {
      const own = excessesOf.get(intent.name);
      if (own !== undefined) return { intent: intent.name, status: "exceeds", excesses: own };
      const lacking = missing(intent);
      if (lacking.length > 0) return { intent: intent.name, status: "missing", missing: lacking };
      const reasons = reasonsOf.get(intent.name);
      if (reasons !== undefined) return { intent: intent.name, status: "unknown", reasons };
      return { intent: intent.name, status: "proven" };
    }),
    unintended,
    undecided,
  };
}
