import { openSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { LocalError } from "./localError";

/** A folder in which a local AWS keeps its state, readable by its owner only. */
export interface StateFolder {
  readonly path: string;
  /** Of the store. */
  readonly storePath: string;
  readonly journalPath: string;
  /** Descriptor of the open lock file; the store locks it for this process and itself. */
  readonly lockDescriptor: number;
}

const format = "xput local state 1\n";
const formatFile = "format";
const lockFile = "lock";
const halfFile = "format.half";

/**
 * Opens a folder for the state of a local AWS, and makes it where there is none.
 *
 * Everything in it is as secret as the keys that it holds: it gets mode 0700, files in it 0600.
 *
 * @throws LocalError when it is no folder, holds other files, or is of another format
 */
export async function openStateFolder(given: string): Promise<StateFolder> {
  const path = resolve(given);
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new LocalError(`${path} cannot be a state folder: ${(error as Error).message}`);
  }
  const names = await readdir(path);
  if (names.includes(formatFile)) await refuseOtherFormat(path);
  else if (names.every((name) => name === halfFile || name === lockFile)) {
    await writeFile(join(path, halfFile), format, { mode: 0o600, flush: true });
    await rename(join(path, halfFile), join(path, formatFile));
  } else throw new LocalError(`${path} holds other files: choose an empty folder for --state`);
  await chmod(path, 0o700);
  return {
    path,
    storePath: join(path, "store"),
    journalPath: join(path, "gateway.journal"),
    lockDescriptor: openSync(join(path, lockFile), "a", 0o600),
  };
}

async function refuseOtherFormat(path: string): Promise<void> {
  const written = await readFile(join(path, formatFile), "utf8");
  if (written === format) return;
  const [, version = "an unknown one"] = /^xput local state (\S+)\n$/.exec(written) ?? [];
  throw new LocalError(
    `${path} is of state format ${version}, and this xput reads format 1: use the xput that wrote it, or choose another folder for --state`,
  );
}
