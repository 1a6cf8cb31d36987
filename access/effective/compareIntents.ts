import { excesses } from "./excesses";
import type { AccessFacts } from "./facts";
import type { Excess, Intent, IntentResult, Meaning } from "./intent";
import { missingKeyUseOf, missingOf } from "./reachability";
import type { Reachability } from "./reachability";
import { worldOf } from "./world";

/** How what is possible compares with what is meant. */
export interface IntentComparison {
  /** One for each intent, in order, then one for each meant use of a key. */
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
  return compareMeaning(facts, { intents });
}

/** As `compareIntents`, with the uses of keys that are meant besides, and what is refused to everyone. */
export function compareMeaning(facts: AccessFacts, meaning: Meaning): IntentComparison {
  const { intents, keyIntents = [], refusals = [] } = meaning;
  const world = worldOf(facts);
  const found = excesses(world, meaning);
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
  const reachable = missingOf(world, refusals);
  const keyReachable = missingKeyUseOf(world);
  const result = (intent: string, reach: () => Reachability): IntentResult => {
    const own = excessesOf.get(intent);
    if (own !== undefined) return { intent, status: "exceeds", excesses: own };
    const { missing, unknown } = reach();
    if (missing.length > 0) return { intent, status: "missing", missing };
    const reasons = [...(reasonsOf.get(intent) ?? []), ...unknown];
    return reasons.length > 0 ? { intent, status: "unknown", reasons } : { intent, status: "proven" };
  };
  return {
    intents: [
      ...intents.map((intent) => result(intent.name, () => reachable(intent))),
      ...keyIntents.map((intent) => result(intent.name, () => keyReachable(intent))),
    ],
    unintended,
    undecided,
  };
}

/** What of what is meant does not work, or is not known to; it asks nothing about what is possible besides. */
export function compareReachability(facts: AccessFacts, meaning: Meaning): readonly IntentResult[] {
  const { intents, keyIntents = [], refusals = [] } = meaning;
  const world = worldOf(facts);
  const reachable = missingOf(world, refusals);
  const keyReachable = missingKeyUseOf(world);
  const result = (intent: string, { missing, unknown }: Reachability): IntentResult => {
    if (missing.length > 0) return { intent, status: "missing", missing };
    return unknown.length > 0
      ? { intent, status: "unknown", reasons: unknown }
      : { intent, status: "proven" };
  };
  return [
    ...intents.map((intent) => result(intent.name, reachable(intent))),
    ...keyIntents.map((intent) => result(intent.name, keyReachable(intent))),
  ];
}
