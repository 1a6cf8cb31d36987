import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheEntry } from "../../../local/cacheEntry";
import { cachePath } from "../../../local/paths";
import { makeVirtualEnvironment } from "../../../local/store/python";

const requirements = join(__dirname, "requirements.txt");

/** Programs of AWS's own clients. */
export interface PythonClients {
  /** Path of the AWS CLI. */
  readonly aws: string;
  /** Path of a Python interpreter that has boto3. */
  readonly python: string;
}

/**
 * The AWS CLI and boto3 from the Python package index, pinned with their hashes, in a virtual environment of their
 * own in the cache.
 *
 * @throws LocalError when there is no Python, or the package index cannot be reached
 */
export async function installPythonClients(): Promise<PythonClients> {
  const hash = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex")
    .slice(0, 12);
  const directory = cachePath("clients", hash);
  await cacheEntry(directory, () => makeVirtualEnvironment(directory, requirements));
  return { aws: join(directory, "bin", "aws"), python: join(directory, "bin", "python") };
}
