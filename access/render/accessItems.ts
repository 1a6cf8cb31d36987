import { entryKey } from "../effective/accessEntry";
import type { AccessEntry } from "../effective/accessEntry";
import type { ChangedAccess, PathChange } from "../effective/change/changedAccess";
import { broaderThan } from "../effective/change/steps";
import type { AccessFacts } from "../effective/facts";
import type { AccessItem } from "./accessChange";
import type { Way } from "./accessReport";
import { sentenceParts, whoText } from "./accessSentence";
import type { SentenceParts } from "./accessSentence";
import { shortHash } from "./shortHash";
import { shownWitness } from "./shownWitness";
import { byTargetAndWho, wayMaker } from "./ways";

/** A way of either state. */
export interface StateWay {
  readonly way: Way;
  readonly in: "before" | "after" | "both";
}

/** Makes what changes ready to be shown, with all ways of both states. */
export function itemMaker(
  beforeFacts: AccessFacts,
  afterFacts: AccessFacts,
  changed: ChangedAccess,
): { readonly itemOf: (change: PathChange) => AccessItem; readonly ways: readonly StateWay[] } {
  const [wayBefore, wayAfter] = [wayMaker(beforeFacts), wayMaker(afterFacts)];
  const made = new Map<AccessEntry, Way>();
  const wayOf = (entry: AccessEntry, make: (entry: AccessEntry) => Way): Way => {
    const way = made.get(entry) ?? make(entry);
    made.set(entry, way);
    return way;
  };
  const before = changed.before.map((entry) => wayOf(entry, wayBefore));
  const after = changed.after.map((entry) => wayOf(entry, wayAfter));
  const narrower = narrowerPaths(changed);
  return {
    itemOf: (change) => {
      const own = {
        before: change.before.map((entry) => wayOf(entry, wayBefore)),
        after: change.after.map((entry) => wayOf(entry, wayAfter)),
      };
      return item(change, own, narrower(change));
    },
    ways: statesOf(before, after),
  };
}

function statesOf(before: readonly Way[], after: readonly Way[]): readonly StateWay[] {
  const old = new Set(before.map(({ id }) => id));
  const now = new Set(after.map(({ id }) => id));
  return [
    ...after.map((way): StateWay => ({ way, in: old.has(way.id) ? "both" : "after" })),
    ...before.filter(({ id }) => !now.has(id)).map((way): StateWay => ({ way, in: "before" })),
  ].sort((left, right) => byTargetAndWho(left.way, right.way));
}

function item(
  change: PathChange,
  { before, after }: Pick<AccessItem, "before" | "after">,
  stays: readonly string[],
): AccessItem {
  const { kind, more, less, reasons, hops } = change;
  const old = new Set(before.map(({ id }) => id));
  const now = new Set(after.map(({ id }) => id));
  const told = [
    after.filter(({ id }) => !old.has(id)),
    before.filter(({ id }) => !now.has(id)),
    after,
    before,
  ].find((ways) => ways.length > 0);
  const details = kind === "added" || kind === "removed" ? stays : detailsOf(before, after, kind);
  const touched = [more, less].flatMap((witness) =>
    witness?.action.toLowerCase().startsWith("sts:assumerole") === true ? [witness.resource] : [],
  );
  return {
    id: shortHash(
      JSON.stringify([kind, change.before.map(entryKey).sort(), change.after.map(entryKey).sort()]),
      8,
    ),
    kind,
    sentence: (told ?? []).map(({ sentence }) => sentence).join("; "),
    details: [...details, ...reasons.map((reason) => `not decided: ${reason}`)],
    before,
    after,
    touches: hops.filter((arn) => touched.includes(arn)),
    ...(more === undefined ? {} : { more: shownWitness(more, absentKeys(change.before, change.after)) }),
    ...(less === undefined ? {} : { less: shownWitness(less, absentKeys(change.after, change.before)) }),
  };
}

/** Condition keys that only the first of two states asks for. */
function absentKeys(asking: readonly AccessEntry[], others: readonly AccessEntry[]): readonly string[] {
  const keys = (entries: readonly AccessEntry[]): readonly string[] =>
    entries.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  const asked = new Set(keys(others).map((key) => key.toLowerCase()));
  return [...new Set(keys(asking))].filter((key) => !asked.has(key.toLowerCase()));
}

/** What the sentences of two states do not share. */
function detailsOf(
  before: readonly Way[],
  after: readonly Way[],
  kind: AccessItem["kind"],
): readonly string[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const only = (one: readonly string[], other: readonly string[]): readonly string[] =>
    one.filter((text) => !other.includes(text));
  const line = (word: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0 ? [] : [`${word}: ${texts.join(", ")}`];
  // What a wider pattern takes the place of is not lost, nor gained what a narrower one does.
  const more =
    kind === "narrowed"
      ? []
      : [line("also", only(now.verbs, old.verbs)), line("also at", only(now.objects, old.objects))];
  const less =
    kind === "widened"
      ? []
      : [line("no longer", only(old.verbs, now.verbs)), line("no longer at", only(old.objects, now.objects))];
  const lines = [
    ...[...more, ...less].flat(),
    ...line("no longer required", only(old.limits, now.limits)),
    ...line("now required", only(now.limits, old.limits)),
  ];
  return lines.length > 0 || kind === "undecided" ? lines : ["another step of the way asks for it"];
}

function partsOf(ways: readonly Way[]): SentenceParts {
  const parts = ways.map(({ entry }) => sentenceParts({ ...entry, assumptions: [] }));
  const all = (pick: (one: SentenceParts) => readonly string[]): readonly string[] => [
    ...new Set(parts.flatMap(pick)),
  ];
  return {
    verbs: all(({ verbs }) => verbs),
    objects: all(({ objects }) => objects),
    limits: all(({ limits }) => limits),
  };
}

/** Of a path of many that goes, who of them stays; of one that comes, who of them was there. */
function narrowerPaths({ before, after }: ChangedAccess): (change: PathChange) => readonly string[] {
  const group = (entries: readonly AccessEntry[]): ReadonlyMap<string, ReadonlySet<string>> => {
    const groups = new Map<string, Set<string>>();
    for (const { target, who, hops } of entries) {
      for (const wide of broaderThan(who)) {
        const key = JSON.stringify([target, wide, hops]);
        groups.set(key, (groups.get(key) ?? new Set()).add(whoText(who)));
      }
    }
    return groups;
  };
  const [old, now] = [group(before), group(after)];
  return ({ kind, target, who, hops }) => {
    const own = (kind === "removed" ? now : old).get(JSON.stringify([target, who, hops]));
    const names = [...(own ?? [])].sort();
    if (names.length === 0) return [];
    const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
    return [`${kind === "removed" ? "still" : "before only"}: ${shown.join(", ")}`];
  };
}
