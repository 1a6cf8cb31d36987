import { entryKey } from "./accessEntry";
import type { AccessEntry } from "./accessEntry";

/** What one list of access has and another has not. */
export interface AccessDifference {
  readonly added: readonly AccessEntry[];
  readonly removed: readonly AccessEntry[];
}

/**
 * The ways in that a change adds and removes.
 *
 * Entries are the same when they say the same, wherever their statements stand: a statement that moves to another
 * document changes nothing.
 */
export function accessDifference(
  before: readonly AccessEntry[],
  after: readonly AccessEntry[],
): AccessDifference {
  const beforeKeys = new Set(before.map(entryKey));
  const afterKeys = new Set(after.map(entryKey));
  return {
    added: after.filter((entry) => !beforeKeys.has(entryKey(entry))),
    removed: before.filter((entry) => !afterKeys.has(entryKey(entry))),
  };
}
