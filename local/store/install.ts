import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheEntry } from "../cacheEntry";
import { cachePath, projectRoot } from "../paths";
import { makeVirtualEnvironment } from "./python";

const requirements = join(projectRoot, "local", "store", "requirements.txt");

/**
 * ministack, the store behind the local AWS, in a virtual environment of its own in the cache.
 *
 * @returns the path of the Python interpreter that has it
 * @throws LocalError when there is no Python, or the package index cannot be reached
 */
export async function installStore(): Promise<string> {
  const hash = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex")
    .slice(0, 12);
  const directory = cachePath("store", hash);
  await cacheEntry(directory, () => makeVirtualEnvironment(directory, requirements));
  return join(directory, "bin", "python");
}
