import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "./isAlive";
import { LocalError } from "./localError";
import { type LocalStack, mustRunPulumi } from "./localStack";
import { localDir } from "./paths";
import { pendingCreateId, providerPlaces, type StateResource } from "./pendingCreateId";

const holderEndsWithinMilliseconds = 5_000;
const pollEveryMilliseconds = 100;

interface ExportedStack {
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
  };
}

/**
 * Puts a stack right whose last `pulumi` was killed: takes its lock away, and takes into its state what was being
 * made at that moment.
 *
 * Names are fixed, so the id of whatever was being made is known, and the refresh that must follow finds out
 * whether it is there. Without this, the next `up` would make it again and be told that it exists.
 *
 * @returns how many unfinished operations there were
 */
export async function recoverStack(stack: LocalStack): Promise<number> {
  await removeLockOfTheDead(stack);
  const exported = JSON.parse(
    await mustRunPulumi(stack, "pulumi stack export", ["stack", "export", "--stack", stack.name]),
  ) as ExportedStack;
  const { resources = [], pending_operations: pending = [], ...rest } = exported.deployment;
  if (pending.length === 0) return 0;

  // Updates and deletions need nothing: what they were about is in the state already, and is refreshed.
  const placeOf = providerPlaces(resources);
  const created = pending
    .filter(({ type }) => type === "creating")
    .flatMap(({ resource }) => {
      const id = pendingCreateId(placeOf(resource.provider), resource);
      return id === undefined ? [] : [{ ...resource, id, outputs: {} }];
    });
  const repaired = { ...exported, deployment: { ...rest, resources: [...resources, ...created] } };
  const file = join(localDir(), "recovered-state.json");
  await writeFile(file, JSON.stringify(repaired));
  await mustRunPulumi(stack, "pulumi stack import", [
    "stack",
    "import",
    "--stack",
    stack.name,
    "--file",
    file,
  ]);
  await rm(file);
  return pending.length;
}

/**
 * A lock says which process holds it; one whose process is gone holds nothing.
 *
 * @throws LocalError when a process that is alive keeps the stack for longer than a few seconds
 */
async function removeLockOfTheDead(stack: LocalStack): Promise<void> {
  const deadline = Date.now() + holderEndsWithinMilliseconds;
  for (;;) {
    const holders = await lockHolders(stack);
    if (holders.length === 0) return;
    const alive = holders.find(isAlive);
    if (alive === undefined) {
      await mustRunPulumi(stack, "pulumi cancel", ["cancel", "--yes", "--stack", stack.name]);
      return;
    }
    // A process that was just killed is there for a moment longer.
    if (Date.now() > deadline) {
      throw new LocalError(`process ${alive} is working on stack ${stack.name}: wait until it has ended`);
    }
    await delay(pollEveryMilliseconds);
  }
}

/** The processes that hold the locks of a stack in the file backend. */
async function lockHolders({ name }: LocalStack): Promise<readonly number[]> {
  const folder = join(localDir(), "pulumi", ".pulumi", "locks", "organization", "xput", name);
  try {
    const locks = await readdir(folder);
    const texts = await Promise.all(locks.map((file) => readFile(join(folder, file), "utf8")));
    return texts.map((text) => (JSON.parse(text) as { readonly pid: number }).pid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
