import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Exit code of @pulumi/pulumi/cmd/run after it has itself told the user what went wrong. */
export const exitedAfterUserMessage = 32;

const running = new Set<ChildProcess>();

/**
 * Starts one of the entry scripts of the `@pulumi/pulumi` that is installed beside a program.
 *
 * @param script path inside the package, like `cmd/run`
 * @param directory the program's or pack's folder; its `@pulumi/pulumi` is used, and it is the working directory
 * @param env added to this process's own environment
 * @throws when no `@pulumi/pulumi` can be found from `directory`
 */
export function startPulumiScript(
  script: string,
  args: readonly string[],
  directory: string,
  env: Readonly<Record<string, string>>,
  stdio: StdioOptions,
): ChildProcess {
  const entry = createRequire(join(directory, "package.json")).resolve(`@pulumi/pulumi/${script}`);
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: directory,
    env: { ...process.env, ...env },
    stdio,
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/** Asks every program and pack that is still running to end. */
export function stopPulumiScripts(): void {
  for (const child of running) child.kill("SIGTERM");
}

process.once("exit", stopPulumiScripts);
