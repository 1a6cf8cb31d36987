import { LocalError } from "../localError";
import { withoutOwnAws } from "../pulumiEnvironment";
import { type CommandResult, runCommand } from "../runCommand";
import type { Progress } from "../steps";

/** One job of the CI: in which checkout, as whom. */
export interface Job {
  /** Path of the checkout. */
  readonly folder: string;
  /** From `signIn`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Runs one command of a job to its end. */
export async function runInJob(
  { folder, environment, signal }: Job,
  command: readonly [program: string, ...args: string[]],
  progress: Progress,
): Promise<CommandResult> {
  const [program, ...args] = command;
  signal.throwIfAborted();
  const result = await runCommand(program, args, {
    cwd: folder,
    env: withoutOwnAws(environment),
    onLine: (line) => {
      if (line.trim() !== "") progress(line.trim());
    },
    signal,
  });
  signal.throwIfAborted();
  return result;
}

/**
 * Runs one command of a job that must succeed.
 *
 * @throws LocalError with everything that it printed
 */
export async function mustRunInJob(
  job: Job,
  command: readonly [program: string, ...args: string[]],
  progress: Progress,
): Promise<CommandResult> {
  const result = await runInJob(job, command, progress);
  if (result.exitCode === 0) return result;
  throw new LocalError(
    `${command.slice(0, 3).join(" ")} ended with exit code ${result.exitCode}:\n${result.output.trimEnd()}`,
  );
}
