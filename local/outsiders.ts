import type { Settings } from "../settings/settings";
import { uploadersOf } from "./uploaders";

/** A principal that no setting names, and whom its own account lets do everything. */
export interface Outsider {
  readonly accountId: string;
  /** Type, path and name, like `role/xput-outsider`. */
  readonly name: string;
}

/** An account that has nothing to do with any stack. */
export const strangerAccount = "999999999999";

/** The role that plays someone whom nobody named, in any account. */
export function outsiderIn(accountId: string): Outsider {
  return { accountId, name: "role/xput-outsider" };
}

/** One outsider in every account that the stack has to do with, and one in an account that it has not. */
export function outsidersOf({ destination, sources }: Settings): readonly Outsider[] {
  const accounts = Object.values(sources)
    .flatMap((source) => uploadersOf(source))
    .flatMap((uploader) => (uploader.kind === "principal" ? [uploader.accountId] : []));
  return [...new Set([destination.accountId, strangerAccount, ...accounts])].map(outsiderIn);
}
