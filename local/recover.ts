import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Partition } from "../iam/arn";
import { isAlive } from "./localAws";
import { type LocalStack, mustRunPulumi, stackFlags } from "./localStack";
import { localDir } from "./paths";
import { pendingCreateId, type StateResource } from "./pendingCreateId";

interface Export {
  readonly deployment?: {
    readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
  };
}

/**
 * Puts a stack right whose last `pulumi` was killed: takes its lock away, and takes over into state what it was
 * making at that moment.
 *
 * Names are fixed, so the id of whatever was being made is known; a refresh looks whether it is there. Without
 * this, the next `up` would make it again and be told that it exists.
 *
 * @returns how many unfinished creations were looked up
 */
export async function recoverStack(stack: LocalStack, partition: Partition): Promise<number> {
  await removeLockOfTheDead(stack);
  const state = JSON.parse(
    await mustRunPulumi(stack, "pulumi stack export", ["stack", "export", "--stack", stack.name]),
  ) as Export;
  const pending = state.deployment?.pending_operations ?? [];
  const creations = pending.filter(({ type }) => type === "creating").map(({ resource }) => resource);
  if (pending.length === 0) return 0;
  const imports = creations.flatMap((resource) => {
    const id = pendingCreateId(partition, resource);
    return id === undefined ? [] : ["--import-pending-creates", resource.urn, "--import-pending-creates", id];
  });
  await mustRunPulumi(stack, "pulumi refresh", [
    "refresh",
    "--yes",
    "--skip-preview",
    ...stackFlags(stack),
    ...imports,
    // What has no id of its own, such as a provider, is simply made again.
    ...(imports.length === creations.length * 4 ? [] : ["--clear-pending-creates"]),
  ]);
  return creations.length;
}

/** A lock says which process holds it; one whose process is gone holds nothing. */
async function removeLockOfTheDead(stack: LocalStack): Promise<void> {
  const folder = join(localDir(), "pulumi", ".pulumi", "locks", "organization", "xput", stack.name);
  let locks: string[];
  try {
    locks = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const holders = await Promise.all(
    locks.map(
      async (file) => JSON.parse(await readFile(join(folder, file), "utf8")) as { readonly pid: number },
    ),
  );
  if (holders.length > 0 && holders.every(({ pid }) => !isAlive(pid))) {
    await mustRunPulumi(stack, "pulumi cancel", ["cancel", "--yes", "--stack", stack.name]);
  }
}
