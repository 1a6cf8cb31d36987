import type { Call } from "../../model";
import type { DecidedDeletion } from "./deleteObjects";
import type { ReadCall } from "./read";

/** What was learnt of a call when it was read, for as long as the call lives. */
export const readCalls = new WeakMap<Call, ReadCall>();

/** What was decided of the objects that a call deletes, for as long as the call lives. */
export const deletions = new WeakMap<Call, DecidedDeletion>();

/** Whether a copy's source is in another account's bucket than its target. */
export function isAcrossAccounts({ source, target }: ReadCall): boolean {
  return source !== undefined && source.bucket.account !== target?.bucket.account;
}
