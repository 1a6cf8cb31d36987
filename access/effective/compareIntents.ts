import { excesses } from "./excesses";
import type { AccessFacts } from "./facts";
import type { Excess, Intent, IntentResult, KeyIntent, Meaning } from "./intent";
import { keyNotKnown, missingKeyUseOf, missingOf } from "./reachability";
import type { Reachability } from "./reachability";
import { worldOf } from "./world";
import type { World } from "./world";

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
  const world = worldOf(facts);
  const excess = excessOver(world, meaning);
  const reachable = reachabilityOf(world, meaning);
  return {
    ...excess,
    intents: excess.intents.map((beyond, index) => joined(beyond, reachable[index] ?? beyond)),
  };
}

/** What is possible beyond what is meant, or not known to be; it asks not whether what is meant works. */
export function compareExcess(facts: AccessFacts, meaning: Meaning): IntentComparison {
  return excessOver(worldOf(facts), meaning);
}

/** What of what is meant does not work, or is not known to; it asks nothing about what is possible besides. */
export function compareReachability(facts: AccessFacts, meaning: Meaning): readonly IntentResult[] {
  return reachabilityOf(worldOf(facts), meaning);
}

function joined(beyond: IntentResult, reachable: IntentResult): IntentResult {
  if (beyond.status === "exceeds") return beyond;
  if (reachable.status === "missing") return reachable;
  const reasons = new Set(
    [beyond, reachable].flatMap((one) => (one.status === "unknown" ? one.reasons : [])),
  );
  return reasons.size > 0 ? { intent: beyond.intent, status: "unknown", reasons: [...reasons] } : beyond;
}

function excessOver(world: World, meaning: Meaning): IntentComparison {
  const excessesOf = new Map<string, Excess[]>();
  const reasonsOf = new Map<string, string[]>();
  const unintended: Excess[] = [];
  const undecided: string[] = [];
  for (const one of excesses(world, meaning)) {
    const names = one.kind === "excess" ? one.excess.intents : one.intents;
    if (one.kind === "excess" && names.length === 0) unintended.push(one.excess);
    if (one.kind === "unknown" && names.length === 0) undecided.push(one.reason);
    for (const name of names) {
      if (one.kind === "excess") excessesOf.set(name, [...(excessesOf.get(name) ?? []), one.excess]);
      else reasonsOf.set(name, [...(reasonsOf.get(name) ?? []), one.reason]);
    }
  }
  const { intents, keyIntents = [] } = meaning;
  const result = (intent: string, more: readonly string[] = []): IntentResult => {
    const own = excessesOf.get(intent);
    if (own !== undefined) return { intent, status: "exceeds", excesses: own };
    const reasons = [...(reasonsOf.get(intent) ?? []), ...more];
    return reasons.length === 0 ? { intent, status: "proven" } : { intent, status: "unknown", reasons };
  };
  return {
    intents: [
      ...intents.map(({ name }) => result(name)),
      ...keyIntents.map((intent) => result(intent.name, unknownKey(intent, world.facts))),
    ],
    unintended,
    undecided,
  };
}

/** Who says who administers a key means that its policy is known: nothing else shows who else does. */
function unknownKey({ bucketArn, actions }: KeyIntent, { buckets, keys }: AccessFacts): readonly string[] {
  const encryption = buckets.find(({ arn }) => arn === bucketArn)?.encryption;
  if (encryption === undefined || encryption.kind === "s3" || encryption.keyArn === undefined) return [];
  const isKnown = keys.some(({ arn }) => arn === encryption.keyArn);
  return isKnown || !actions.includes("kms:PutKeyPolicy") ? [] : [keyNotKnown(encryption.keyArn)];
}

function reachabilityOf(world: World, meaning: Meaning): readonly IntentResult[] {
  const { intents, keyIntents = [], refusals = [] } = meaning;
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
