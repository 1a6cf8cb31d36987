import type { AccessChange } from "./accessChange";

/** A part of a change that is meant. */
export interface Acknowledgement {
  /** The id of an item, or its sentence. */
  readonly accept: string;
  readonly reason: string;
}

/** The change with what is meant marked as such, and the acknowledgements that nothing needs. */
export function acknowledged(
  change: AccessChange,
  acknowledgements: readonly Acknowledgement[],
): AccessChange {
  const reasons = new Map(acknowledgements.map(({ accept, reason }) => [accept, reason]));
  const used = new Set<string>();
  const marked = <T extends { readonly id: string; readonly sentence: string }>(item: T): T => {
    const key = [item.id, item.sentence].find((one) => reasons.has(one));
    const reason = key === undefined ? undefined : reasons.get(key);
    if (key === undefined || reason === undefined) return item;
    used.add(key);
    return { ...item, acknowledged: reason };
  };
  const access = change.access.map(marked);
  const protections = change.protections.map(marked);
  return {
    ...change,
    access,
    protections,
    unusedAcknowledgements: acknowledgements
      .filter(({ accept }) => !used.has(accept))
      .map(({ accept, reason }) => `${accept} (${reason})`),
  };
}
