import type { AccessItem } from "./accessChange";

/** Items to show, and how many others are just like the last of them. */
export interface Alike {
  readonly shown: readonly AccessItem[];
  readonly others: readonly AccessItem[];
}

/** More than these that change in the same way are told by a few of them. */
const most = 5;
const shownOfMany = 3;

/**
 * Groups what changes in the same way, like all who no longer need TLS: by its kind and what differs. Of a long group a
 * few are shown; what is added or removed as a whole is a group too.
 */
export function groupAlike(items: readonly AccessItem[]): readonly Alike[] {
  const groups = new Map<string, AccessItem[]>();
  for (const item of items) {
    const key = JSON.stringify([item.kind, item.details, item.acknowledged ?? null]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].map((group) =>
    group.length > most
      ? { shown: group.slice(0, shownOfMany), others: group.slice(shownOfMany) }
      : { shown: group, others: [] },
  );
}
