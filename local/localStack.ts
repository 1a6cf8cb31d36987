import { join } from "node:path";
import { mkdir, writeFile } from "node:fs/promises";
import { LocalError } from "./localError";
import { localDir, projectRoot } from "./paths";
import { withoutOwnAws } from "./pulumiEnvironment";
import { type CommandResult, runCommand } from "./runCommand";
import type { Progress } from "./steps";

/** A stack of this project on the local AWS, and how its `pulumi` is called. */
export interface LocalStack {
  readonly name: string;
  /** Path of its `Pulumi.<stack>.yaml`. */
  readonly stackFile: string;
  /** Path of the CLI. */
  readonly pulumi: string;
  /** From `pulumiEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs one `pulumi` command on a stack, in this project, without asking anything. */
export function runPulumi(
  stack: LocalStack,
  args: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<CommandResult> {
  return runCommand(stack.pulumi, [...args, "--non-interactive", "--color", "never"], {
    cwd: projectRoot,
    env: withoutOwnAws(stack.environment),
    onLine,
  });
}

/**
 * Runs one `pulumi` command that must succeed.
 *
 * @param what for the error, like `pulumi up`
 * @returns what it printed on standard output
 * @throws LocalError with everything that it printed, since that says what is wrong
 */
export async function mustRunPulumi(
  stack: LocalStack,
  what: string,
  args: readonly string[],
  progress: Progress = () => undefined,
): Promise<string> {
  const run = await runPulumi(stack, args, (line) => {
    // The engine tells for each plugin that it came from PATH, which is where we put it.
    if (line.trim() !== "" && !line.includes("from $PATH")) progress(line.trim());
  });
  if (run.exitCode === 0) return run.stdout;
  throw new LocalError(`${what} ended with exit code ${run.exitCode}:\n${run.output.trimEnd()}`);
}

/** Makes the stack where it does not exist yet. */
export async function ensureStack(stack: LocalStack): Promise<void> {
  await mkdir(join(localDir(), "pulumi"), { recursive: true });
  const list = await mustRunPulumi(stack, "pulumi stack ls", ["stack", "ls", "--json"]);
  const stacks = JSON.parse(list) as readonly { readonly name: string }[];
  if (stacks.some(({ name }) => name === stack.name)) return;
  // In a project folder of its own: `stack init` writes a new encryption salt into the stack's file.
  const folder = join(localDir(), "init");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "Pulumi.yaml"), "name: xput\nruntime: nodejs\n");
  await mustRunPulumi(stack, "pulumi stack init", ["stack", "init", stack.name, "--cwd", folder]);
}

/** The flags that name the stack and its settings. */
export function stackFlags(stack: LocalStack): readonly string[] {
  return ["--stack", stack.name, "--config-file", stack.stackFile];
}
