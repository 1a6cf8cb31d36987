import type { Witness } from "../../prove/witness";
import type { AccessEntry, Who } from "../accessEntry";
import type { AccessFacts } from "../facts";
import { listAccessOf } from "../listAccess";
import { worldOf } from "../world";
import type { World } from "../world";
import { StepComparison } from "./compareSteps";
import type { Surplus } from "./compareSteps";
import { broaderPaths, pathsOf, stepsOf } from "./paths";
import type { Path } from "./paths";
import { stepKey, Steps } from "./steps";
import type { Step } from "./steps";

/** What a change does to one path of access. */
export interface PathChange extends Omit<Path, "entries"> {
  /**
   * - `added`, `removed`: the path was not there, or is not any more
   * - `widened`, `narrowed`: it stays, and more or less goes over it
   * - `changed`: more and less
   * - `undecided`: whether more goes over it could not be decided
   */
  readonly kind: "added" | "removed" | "widened" | "narrowed" | "changed" | "undecided";
  readonly before: readonly AccessEntry[];
  readonly after: readonly AccessEntry[];
  /** A step of the path that only the state after allows. */
  readonly more?: Witness;
  /** A step of the path that only the state before allows. */
  readonly less?: Witness;
  /** Why it is undecided. */
  readonly reasons: readonly string[];
}

/** What a change does to who may tag sessions of a role. */
export interface TaggingChange {
  readonly kind: "widened" | "narrowed" | "undecided";
  readonly who: Who;
  /** ARN. */
  readonly role: string;
  readonly witness?: Witness;
}

/** Everything that a change does to access. */
export interface ChangedAccess {
  readonly before: readonly AccessEntry[];
  readonly after: readonly AccessEntry[];
  readonly paths: readonly PathChange[];
  readonly tagging: readonly TaggingChange[];
}

/**
 * What a change does to who may do what, path by path.
 *
 * Each step of a path is compared by itself, since each is a request of its own: a condition that moves from assuming a
 * role to using the bucket is a change. Texts do not count: what a statement, another one, several of them or a wider
 * principal allowed before, however it was written, is not new. "widened" and "narrowed" come with a request that the
 * point evaluator, with every policy that is known, allows in one of the states only; what is neither shown so nor
 * proved to be the same is "undecided".
 */
export function changedAccess(beforeFacts: AccessFacts, afterFacts: AccessFacts): ChangedAccess {
  const [oldWorld, newWorld] = [worldOf(beforeFacts), worldOf(afterFacts)];
  const before = listAccessOf(oldWorld);
  const after = listAccessOf(newWorld);
  const roles = new Set([...before, ...after].flatMap(({ hops }) => hops));
  const old: Side = sideOf(oldWorld, before, roles);
  const now: Side = sideOf(newWorld, after, roles);
  const gain = new StepComparison(now.steps, old.steps);
  const loss = new StepComparison(old.steps, now.steps);
  const keys = new Set([...old.paths.keys(), ...now.paths.keys()]);
  return {
    before,
    after,
    paths: [...keys].flatMap((key) => changeOfPath(key, { old, now, gain, loss }) ?? []),
    tagging: [...taggingChanges(now.steps, gain, "widened"), ...taggingChanges(old.steps, loss, "narrowed")],
  };
}

interface Side {
  readonly paths: ReadonlyMap<string, Path>;
  readonly steps: Steps;
  readonly stepsOf: (path: Omit<Path, "entries">) => readonly Step[];
}

function sideOf(world: World, entries: readonly AccessEntry[], roles: Iterable<string>): Side {
  return { paths: pathsOf(entries), steps: new Steps(world, roles), stepsOf: stepsOf(world.facts) };
}

interface Sides {
  readonly old: Side;
  readonly now: Side;
  readonly gain: StepComparison;
  readonly loss: StepComparison;
}

function changeOfPath(key: string, { old, now, gain, loss }: Sides): PathChange | undefined {
  const was = old.paths.get(key);
  const is = now.paths.get(key);
  const path = is ?? was;
  if (path === undefined) return undefined;
  const { target, who, hops } = path;
  const made = { target, who, hops, before: was?.entries ?? [], after: is?.entries ?? [] };
  const whole = (kind: "added" | "removed"): PathChange => ({ ...made, kind, reasons: [] });
  if (was === undefined && broaderPaths(path, old.paths).length === 0) return whole("added");
  if (is === undefined && broaderPaths(path, now.paths).length === 0) return whole("removed");
  const more = is === undefined ? none : surplusOf(now.stepsOf(is), gain);
  const less = was === undefined ? none : surplusOf(old.stepsOf(was), loss);
  const refused = refusals(made.before);
  const refuses = refusals(made.after);
  const opened = was !== undefined && [...refused].some((text) => !refuses.has(text));
  const closed = is !== undefined && [...refuses].some((text) => !refused.has(text)) && was !== undefined;
  const wider = more.kind === "more" || opened;
  const narrower = less.kind === "more" || closed;
  const doubts = [more, less].flatMap((one) => (one.kind === "unknown" ? [one.reason] : []));
  const shown = {
    ...made,
    ...(more.kind === "more" ? { more: more.witness } : {}),
    ...(less.kind === "more" ? { less: less.witness } : {}),
    reasons: doubts,
  };
  if (more.kind === "unknown") return { ...shown, kind: "undecided" };
  if (was === undefined) return wider ? { ...shown, kind: "added" } : undefined;
  if (is === undefined) {
    if (less.kind === "unknown") return { ...shown, kind: "undecided" };
    return narrower ? { ...shown, kind: "removed" } : undefined;
  }
  if (wider && narrower) return { ...shown, kind: "changed" };
  if (wider) return { ...shown, kind: less.kind === "unknown" ? "changed" : "widened" };
  if (narrower) return { ...shown, kind: "narrowed" };
  return less.kind === "unknown" ? { ...shown, kind: "undecided" } : undefined;
}

const none: Surplus = { kind: "none" };

/** What any step of a path has beyond the other state; a step that shows it comes before one that is not decided. */
function surplusOf(steps: readonly Step[], comparison: StepComparison): Surplus {
  const found = steps.map((step) => comparison.surplus(step));
  return found.find(({ kind }) => kind === "more") ?? found.find(({ kind }) => kind === "unknown") ?? none;
}

const refusals = (entries: readonly AccessEntry[]): ReadonlySet<string> =>
  new Set(entries.flatMap(({ keyRefuses }) => keyRefuses ?? []));

function taggingChanges(
  steps: Steps,
  comparison: StepComparison,
  kind: "widened" | "narrowed",
): readonly TaggingChange[] {
  const own = new Map(steps.tagging.map((step) => [stepKey(step), step]));
  return [...own.values()].flatMap((step): readonly TaggingChange[] => {
    const surplus = comparison.surplus(step);
    const told = { who: step.who, role: step.target };
    if (surplus.kind === "more") return [{ ...told, kind, witness: surplus.witness }];
    return surplus.kind === "unknown" ? [{ ...told, kind: "undecided" }] : [];
  });
}
