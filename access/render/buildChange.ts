import { changedAccess } from "../effective/change/changedAccess";
import type { TaggingChange } from "../effective/change/changedAccess";
import { compareProtections } from "../protections/compareProtections";
import type { ProtectionChange } from "../protections/compareProtections";
import { protectionsOf } from "../protections/protections";
import type { PolicyFinding } from "../stack/readFindings";
import { resourceChanges } from "../stack/resourceChanges";
import type { ResourceChange } from "../stack/resourceChanges";
import { stackAccess } from "../stack/stackAccess";
import type { StackResource } from "../stack/stackResource";
import { trailsOf } from "../stack/trails";
import type { AccessChange, AccessItem, PackFinding, ProtectionItem, ResourceItem } from "./accessChange";
import { whoText } from "./accessSentence";
import { itemMaker } from "./accessItems";
import type { MarkedWay } from "./buildPicture";
import { buildPicture } from "./buildPicture";
import { newDoubts } from "./newDoubts";
import { shortHash } from "./shortHash";
import { shownWitness } from "./shownWitness";

/** What a change is told from. */
export interface ChangeRequest {
  /** What it is about, like `stack prod`. */
  readonly title: string;
  readonly before: readonly StackResource[];
  readonly after: readonly StackResource[];
  /** URNs of what a preview says is made anew. */
  readonly replaced?: ReadonlySet<string>;
  /** What the policy pack found; absent where it was not run. */
  readonly findings?: readonly PolicyFinding[] | undefined;
}

/** What a change of a stack's resources does: to access, to what guards it, and to the resources themselves. */
export function buildChange({ title, before, after, replaced, findings }: ChangeRequest): AccessChange {
  const old = stackAccess(before);
  const now = stackAccess(after);
  const changed = changedAccess(old.facts, now.facts);
  const { itemOf, ways } = itemMaker(old.facts, now.facts, changed);
  const items = changed.paths.map(itemOf);
  const trails = trailsOf(
    after,
    now.facts.buckets.map(({ arn }) => arn),
  );
  return {
    title,
    access: [...items, ...changed.tagging.map(taggingItem), ...newDoubts(old.notKnown, now.notKnown)].sort(
      byKindAndSentence,
    ),
    protections: compareProtections(protectionsOf(before, old.facts), protectionsOf(after, now.facts))
      .filter(({ spares }) => spares === undefined || !spares.every(isTold(items)))
      .map(protectionItem),
    resources: resourceChanges(before, after, replaced).map(resourceItem),
    ...(findings === undefined ? {} : { findings: findings.map(packFinding).sort(byLevel) }),
    notKnown: now.notKnown,
    unusedAcknowledgements: [],
    picture: buildPicture(markedWays(ways, items), { ...now.facts, buckets: allBuckets(old, now) }, trails),
  };
}

function protectionItem({ kind, topic, subject, what }: ProtectionChange): ProtectionItem {
  const id = shortHash(`${kind} ${topic} ${subject} ${what}`, 8);
  return { id, kind, topic, sentence: `${subject}: ${what}` };
}

/** Whether a change of access is about a principal already: that a refusal spares it is a part of it. */
function isTold(items: readonly AccessItem[]): (arn: string) => boolean {
  const told = new Set(
    items.flatMap(({ kind, after }) =>
      kind === "removed" || kind === "narrowed"
        ? []
        : after.flatMap(({ entry: { who, hops } }) => [
            ...hops,
            ...(who.kind === "identity" ? [who.arn] : []),
          ]),
    ),
  );
  return (arn) => told.has(arn);
}

type Known = ReturnType<typeof stackAccess>;

/** Buckets of both states: the owner of one that goes is still told. */
function allBuckets(old: Known, now: Known) {
  const own = new Set(now.facts.buckets.map(({ arn }) => arn));
  return [...now.facts.buckets, ...old.facts.buckets.filter(({ arn }) => !own.has(arn))];
}

function markedWays(
  ways: ReturnType<typeof itemMaker>["ways"],
  items: readonly AccessItem[],
): readonly MarkedWay[] {
  const changes = new Map(
    items.flatMap((item) => [...item.before, ...item.after].map((way) => [way.id, item] as const)),
  );
  return ways.map(({ way, in: state }): MarkedWay => {
    const item = changes.get(way.id);
    const kind = item?.kind;
    const mark =
      kind === undefined || kind === "added" || kind === "removed"
        ? "same"
        : kind === "undecided"
          ? "changed"
          : kind;
    const changedHop = way.entry.hops.find((arn) => item?.touches?.includes(arn) === true);
    return { way, in: state, mark, changedHop };
  });
}

function taggingItem({ kind, who, role, witness }: TaggingChange): AccessItem {
  const name = role.slice(role.lastIndexOf("/") + 1);
  const tag = {
    widened: "may tag sessions of",
    narrowed: "may no longer tag all sessions of",
    undecided: "perhaps may tag sessions of",
  };
  const shown = witness === undefined ? undefined : shownWitness(witness);
  return {
    id: shortHash(`tag ${kind} ${JSON.stringify(who)} ${role}`, 8),
    kind,
    sentence: `${whoText(who)} ${tag[kind]} ${name}`,
    details: [],
    before: [],
    after: [],
    ...(shown === undefined ? {} : kind === "narrowed" ? { less: shown } : { more: shown }),
  };
}

const kinds: readonly AccessItem["kind"][] = [
  "added",
  "widened",
  "changed",
  "undecided",
  "narrowed",
  "removed",
];

const byKindAndSentence = (left: AccessItem, right: AccessItem): number =>
  kinds.indexOf(left.kind) - kinds.indexOf(right.kind) || (left.sentence < right.sentence ? -1 : 1);

function resourceItem({ operation, type, name, inputs }: ResourceChange): ResourceItem {
  const told = inputs.length === 0 ? "" : `: ${inputs.join(", ")}`;
  return { operation, type, name, sentence: `${operation} ${type} ${name}${told}` };
}

function packFinding({ rule, level, urn, message }: PolicyFinding): PackFinding {
  const name = urn.split("::").slice(3).join("::");
  return { rule, level, ...(name === "" ? {} : { resource: name }), message };
}

const levels = ["mandatory", "remediate", "advisory"];

const byLevel = (left: PackFinding, right: PackFinding): number =>
  levels.indexOf(left.level) - levels.indexOf(right.level) || (left.rule < right.rule ? -1 : 1);
