import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The checkout that this code belongs to. */
export const projectRoot = resolve(__dirname, "..");

/** Where one local AWS and its stack keep their state: `.local`, or `XPUT_LOCAL_DIR` (to run two side by side). */
export function localDir(): string {
  return resolve(projectRoot, process.env.XPUT_LOCAL_DIR ?? ".local");
}

/**
 * A place in the cache that every checkout shares: `${XDG_CACHE_HOME:-~/.cache}/xput`.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cachePath(...parts: readonly string[]): string {
  const base = process.env.XDG_CACHE_HOME;
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "xput", ...parts);
}
