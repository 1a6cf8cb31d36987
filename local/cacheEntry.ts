import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lock } from "proper-lockfile";

/**
 * Makes a folder of the cache once, whoever asks first, and gives it to everybody.
 *
 * A folder counts only with its mark, which is written last: what an interrupted run left is thrown away and made
 * anew. Two processes that ask at the same time wait for each other.
 *
 * @param directory of the entry; its name holds the version and the hash of what it is made from
 * @param make fills the folder, which exists and is empty when it is called
 */
export async function cacheEntry(directory: string, make: () => Promise<void>): Promise<string> {
  const mark = join(directory, ".complete");
  if (existsSync(mark)) return directory;
  await mkdir(directory, { recursive: true });
  const release = await lock(directory, {
    lockfilePath: `${directory}.lock`,
    stale: 15_000,
    retries: { forever: true, minTimeout: 500, maxTimeout: 2_000 },
  });
  try {
    if (existsSync(mark)) return directory;
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    await make();
    await writeFile(mark, "");
    return directory;
  } finally {
    await release();
  }
}
