import { counterpart, sparedOnlyBy } from "./exemptions";
import { proveInclusion } from "../prove/proveInclusion";
import type { Measure, Protection } from "./protection";

/** What a change does to one protection. */
export interface ProtectionChange {
  /** `undecided`: it is not known, or cannot be told, whether it is weaker. */
  readonly kind: "lost" | "gained" | "undecided";
  readonly topic: string;
  readonly subject: string;
  /** Like `default encryption: aws:kms → AES256`. */
  readonly what: string;
  /** ARNs of those whom a refusal spares now, where nothing else of it differs. */
  readonly spares?: readonly string[];
}

/**
 * What a change does to what guards and records access.
 *
 * What a refusal refuses counts as kept where the other refusals of the same subject refuse it together. What goes with
 * the thing that it guards is not lost, but for what is there to guard others, like a trail or an alarm.
 */
export function compareProtections(
  before: readonly Protection[],
  after: readonly Protection[],
): readonly ProtectionChange[] {
  const old = byKey(before);
  const now = byKey(after);
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const subjectsBefore = new Set(before.map(({ subject }) => subject));
  const subjectsAfter = new Set(after.map(({ subject }) => subject));
  return keys.flatMap((key): readonly ProtectionChange[] => {
    const was = old.get(key);
    const is = now.get(key);
    if (was !== undefined && is !== undefined) return compared(was, is);
    if (was !== undefined) return gone(was, after, subjectsAfter);
    return is === undefined ? [] : come(is, before, subjectsBefore);
  });
}

function compared(was: Protection, is: Protection): readonly ProtectionChange[] {
  const { topic, subject, aspect } = is;
  const told = { topic, subject, what: `${aspect}: ${was.words} → ${is.words}` };
  switch (order(was.measure, is.measure)) {
    case "same":
      return [];
    case "weaker":
      return [{ ...told, kind: "lost" }];
    case "stronger":
      return [{ ...told, kind: "gained" }];
    case "both":
      return [
        { ...told, kind: "lost" },
        { ...told, kind: "gained" },
      ];
    case "undecided":
      return [
        { ...told, kind: "undecided", what: `${aspect} cannot be compared: ${was.words} → ${is.words}` },
      ];
  }
}

type Order = "same" | "weaker" | "stronger" | "both" | "undecided";

function order(was: Measure, is: Measure): Order {
  if (JSON.stringify(was) === JSON.stringify(is)) {
    // `Infinity` is no JSON: two levels with the same text may differ.
    if (was.kind !== "level" || is.kind !== "level" || was.level === is.level) return "same";
  }
  if (was.kind === "level" && is.kind === "level") return was.level > is.level ? "weaker" : "stronger";
  if (was.kind !== "covers" || is.kind !== "covers") return "undecided";
  const lost = proveInclusion(is.as, [is.document], [was.document]).verdict;
  const gained = proveInclusion(is.as, [was.document], [is.document]).verdict;
  if (lost === "unknown" || gained === "unknown") return "undecided";
  if (lost === "exceeds") return gained === "exceeds" ? "both" : "weaker";
  return gained === "exceeds" ? "stronger" : "same";
}

function gone(
  was: Protection,
  after: readonly Protection[],
  subjectsAfter: ReadonlySet<string>,
): readonly ProtectionChange[] {
  const { topic, subject, aspect, words, measure, isSubject } = was;
  if (isSubject === true) return [{ kind: "lost", topic, subject, what: `is gone: ${words}` }];
  if (!subjectsAfter.has(subject)) return [];
  if (measure.kind !== "covers") return [];
  const spared = counterpart(was, after);
  if (spared !== undefined) {
    const spares = sparedOnlyBy(spared.other, spared.own);
    const what = `no longer refuses ${spared.own.actions.join(", ")} to ${spares.join(", ")}`;
    return spares.length === 0 ? [] : [{ kind: "lost", topic, subject, what, spares }];
  }
  const kept = coveredBy(measure, subject, after);
  if (kept === "included") return [];
  const part = after.filter(
    (one) =>
      one.subject === subject &&
      one.measure.kind === "covers" &&
      one.measure.as === measure.as &&
      proveInclusion(measure.as, [measure.document], [one.measure.document]).verdict === "included",
  );
  const still = part.length === 0 ? "" : `, only ${part.map((one) => one.aspect).join(" and ")}`;
  const what = `${kept === "exceeds" ? "" : "perhaps "}no longer ${aspect}${still}`;
  return [{ kind: kept === "exceeds" ? "lost" : "undecided", topic, subject, what }];
}

function come(
  is: Protection,
  before: readonly Protection[],
  subjectsBefore: ReadonlySet<string>,
): readonly ProtectionChange[] {
  const { topic, subject, aspect, words, measure, isSubject } = is;
  if (isSubject === true) return [{ kind: "gained", topic, subject, what: `is new: ${words}` }];
  if (measure.kind === "covers") {
    // What a new trail records comes with the trail.
    if (topic === "audit") return [];
    const spared = counterpart(is, before);
    if (spared !== undefined) {
      const refused = sparedOnlyBy(spared.other, spared.own);
      const what = `now refuses ${spared.own.actions.join(", ")} also to ${refused.join(", ")}`;
      return refused.length === 0 ? [] : [{ kind: "gained", topic, subject, what }];
    }
    return coveredBy(measure, subject, before) === "included" && subjectsBefore.has(subject)
      ? []
      : [{ kind: "gained", topic, subject, what: `now ${aspect}` }];
  }
  const counts = measure.kind === "level" && measure.level > 0 && Number.isFinite(measure.level);
  return counts && words !== "off" ? [{ kind: "gained", topic, subject, what: `${aspect}: ${words}` }] : [];
}

/** Whether the refusals that a subject has in another state together refuse all of this one. */
function coveredBy(
  { as, document }: Extract<Measure, { readonly kind: "covers" }>,
  subject: string,
  others: readonly Protection[],
): "included" | "exceeds" | "unknown" {
  const reference = others.flatMap((one) =>
    one.subject === subject && one.measure.kind === "covers" && one.measure.as === as
      ? [one.measure.document]
      : [],
  );
  return proveInclusion(as, reference, [document]).verdict;
}

const byKey = (all: readonly Protection[]): ReadonlyMap<string, Protection> =>
  new Map(all.map((one) => [JSON.stringify([one.topic, one.subject, one.aspect]), one]));
