import { entryKey } from "../../access/effective/accessEntry";
import type { AccessEntry, Who } from "../../access/effective/accessEntry";
import { broaderThan } from "../../access/effective/change/steps";
import { listAccess } from "../../access/effective/listAccess";
import type { ConditionClause, PatternElement, PolicyDocument, Statement } from "../../access/model";
import { proveInclusion } from "../../access/prove/proveInclusion";
import { accessSentence } from "../../access/render/accessSentence";
import type { NotKnown } from "../../access/stack/notKnown";
import { stackAccess } from "../../access/stack/stackAccess";
import type { StackResource } from "../../access/stack/stackResource";

/** One step of a change, as the engine takes it. */
export type Operation =
  | { readonly op: "create" | "update" | "createReplacement"; readonly resource: StackResource }
  /** `deleteReplaced` deletes the one that a replacement was made for, or that one is going to be made for. */
  | { readonly op: "delete" | "deleteReplaced"; readonly urn: string };

/** What is wrong after a step of a change. */
export interface Opening {
  /** From 1. */
  readonly step: number;
  /** Like `update aws:iam/role:Role shipper`. */
  readonly operation: string;
  /**
   * - `opens`: somebody has access that neither the state before nor the state after the whole change allows
   * - `undecided`: something is not known that may hide access
   */
  readonly kind: "opens" | "undecided";
  readonly sentence: string;
}

/**
 * Applies operations one after another, and tells after which of them somebody gets access that is allowed neither
 * before nor after all of them.
 *
 * Each way in, split by its actions and objects, must be within one way of the same principal before or after,
 * whatever roles it goes over. A way that only several of them together allow is told as an opening. What the list of
 * access cannot tell, this cannot either; a key's refusal to serve a put counts as no access.
 *
 * `xput diff` compares two states, and whole paths; this compares each state on the way with both ends, and a path may
 * take one half of what it allows from each.
 */
export function openings(
  start: readonly StackResource[],
  operations: readonly Operation[],
): readonly Opening[] {
  const states = statesAfter(start, operations);
  const meant = [start, states.at(-1) ?? start].flatMap((state) => accessOf(state).entries);
  const within = withinAny(meant);
  return operations.flatMap((operation, index): readonly Opening[] => {
    const { entries, hidden } = accessOf(states[index] ?? []);
    const told = { step: index + 1, operation: operationText(operation) };
    return [
      ...entries
        .filter((entry) => !within(entry))
        .map((entry): Opening => ({ ...told, kind: "opens", sentence: accessSentence(entry) })),
      ...hidden.map(({ resource, path, message }): Opening => ({
        ...told,
        kind: "undecided",
        sentence: `${resource.name}, ${path}: ${message}`,
      })),
    ];
  });
}

/** The resources that there are after each operation. */
export function statesAfter(
  start: readonly StackResource[],
  operations: readonly Operation[],
): readonly (readonly StackResource[])[] {
  const current = new Map(start.map((resource) => [resource.urn, resource]));
  const replaced = new Map<string, StackResource>();
  return operations.map((operation) => {
    switch (operation.op) {
      case "createReplacement": {
        const old = current.get(operation.resource.urn);
        if (old !== undefined) replaced.set(old.urn, old);
        current.set(operation.resource.urn, operation.resource);
        break;
      }
      case "create":
      case "update":
        current.set(operation.resource.urn, operation.resource);
        break;
      case "deleteReplaced":
        // Without one that waits for it, it is deleted before its replacement is made.
        if (!replaced.delete(operation.urn)) current.delete(operation.urn);
        break;
      case "delete":
        current.delete(operation.urn);
        break;
    }
    return [...current.values(), ...replaced.values()];
  });
}

function accessOf(state: readonly StackResource[]): {
  readonly entries: readonly AccessEntry[];
  readonly hidden: readonly NotKnown[];
} {
  const { facts, notKnown } = stackAccess(state);
  return { entries: listAccess(facts), hidden: notKnown.filter(({ mayHideAccess }) => mayHideAccess) };
}

function operationText(operation: Operation): string {
  const urn = "urn" in operation ? operation.urn : operation.resource.urn;
  const [, , types = "", ...name] = urn.split("::");
  return `${operation.op} ${types.slice(types.lastIndexOf("$") + 1)} ${name.join("::")}`;
}

/** Whether an entry is within one of these, piece by piece. */
function withinAny(meant: readonly AccessEntry[]): (entry: AccessEntry) => boolean {
  const same = new Set(meant.map(entryKey));
  return (entry) => {
    if (same.has(entryKey(entry))) return true;
    const wider = meant.filter((one) => mayContain(one, entry));
    return piecesOf(entry).every((piece) =>
      wider.some(
        (one) => proveInclusion("identity", [documentOf(one)], [documentOf(piece)]).verdict === "included",
      ),
    );
  };
}

function mayContain(one: AccessEntry, entry: AccessEntry): boolean {
  return (
    targetArn(one) === targetArn(entry) &&
    covers(one.who, entry.who) &&
    (one.keyRefuses === undefined || entry.keyRefuses !== undefined)
  );
}

const covers = (wide: Who, narrow: Who): boolean =>
  [narrow, ...broaderThan(narrow)].some((who) => JSON.stringify(who) === JSON.stringify(wide));

function piecesOf(entry: AccessEntry): readonly AccessEntry[] {
  const { actions, objects } = entry;
  const single = actions.negated
    ? [actions]
    : actions.patterns.map((pattern) => ({ negated: false, patterns: [pattern] }));
  const parts = objects.length === 0 ? [objects] : objects.map((pattern) => [pattern]);
  return single.flatMap((action) => parts.map((part) => ({ ...entry, actions: action, objects: part })));
}

const targetArn = ({ target }: AccessEntry): string =>
  target.kind === "bucket" ? `arn:aws:s3:::${target.name}` : target.arn;

/** An entry as a document: what it allows, less its exceptions. */
function documentOf(entry: AccessEntry): PolicyDocument {
  const arn = targetArn(entry);
  const resource = (objects: readonly string[]): PatternElement => ({
    negated: false,
    patterns:
      objects.length === 0 ? [arn] : objects.map((pattern) => (pattern === "" ? arn : `${arn}/${pattern}`)),
  });
  const statement = (
    index: number,
    effect: Statement["effect"],
    action: PatternElement,
    objects: readonly string[],
    conditions: readonly ConditionClause[],
  ): Statement => ({ index, effect, action, resource: resource(objects), conditions });
  return {
    version: "2012-10-17",
    statements: [
      statement(0, "Allow", entry.actions, entry.objects, entry.conditions),
      ...entry.exceptions.map((one, index) =>
        statement(
          index + 1,
          "Deny",
          // Where a role is assumed on the way, an exception to assuming it takes everything away.
          /^sts:/i.test(one.actions.patterns[0] ?? "") ? entry.actions : one.actions,
          one.objects.length === 0 ? entry.objects : one.objects,
          one.conditions,
        ),
      ),
    ],
  };
}
