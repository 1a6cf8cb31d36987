import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { LocalError } from "../localError";
import { projectRoot } from "../paths";
import { runCommand } from "../runCommand";

/**
 * The commit that a pull request of what is checked out would be compared with: where it left `main`; on `main` itself
 * the commit before.
 *
 * @throws LocalError where there is no such commit
 */
export async function usualBase(): Promise<string> {
  const head = await commitOf("HEAD");
  for (const main of ["origin/main", "main"]) {
    const { exitCode, stdout } = await git("merge-base", main, "HEAD");
    if (exitCode === 0 && stdout.trim() !== head) return stdout.trim();
  }
  return commitOf("HEAD~1");
}

/**
 * The commit that a revision names, 40 digits.
 *
 * @throws LocalError where it names none
 */
export async function commitOf(revision: string): Promise<string> {
  const { exitCode, stdout } = await git("rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`);
  if (exitCode !== 0) throw new LocalError(`${revision}: git knows no such commit`);
  return stdout.trim();
}

/**
 * Checks a commit out into a folder of its own, with the packages that are installed here.
 *
 * @param folder must not exist
 * @throws LocalError with what git says
 */
export async function checkOut(commit: string, folder: string): Promise<void> {
  const { exitCode, output } = await git("worktree", "add", "--detach", folder, commit);
  if (exitCode !== 0) throw new LocalError(`${commit} could not be checked out: ${output.trim()}`);
  await symlink(join(projectRoot, "node_modules"), join(folder, "node_modules"));
}

/** Lets git forget the checkouts whose folders are gone. */
export async function forgetCheckouts(): Promise<void> {
  await git("worktree", "prune");
}

function git(...args: readonly string[]) {
  return runCommand("git", args, { cwd: projectRoot });
}
