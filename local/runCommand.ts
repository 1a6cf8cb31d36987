import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  /** The whole environment; default: this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with every line of either output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Interrupts the program when it is aborted, and lets it end by itself. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end.
 *
 * @returns its exit code and output; 127 when there is no such program, 128 and more when a signal ended it
 */
export function runCommand(
  program: string,
  args: readonly string[],
  { cwd, env, onLine, signal }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const interrupt = () => child.kill("SIGINT");
    signal?.addEventListener("abort", interrupt);
    let stdout = "";
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    if (onLine !== undefined) {
      for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", onLine);
    }
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve({ exitCode: 127, stdout, output: `${program}: not found` });
      else reject(error);
    });
    child.once("close", (code, endedBy) => {
      signal?.removeEventListener("abort", interrupt);
      resolve({ exitCode: code ?? (endedBy === null ? 1 : 128), stdout, output });
    });
  });
}

/** The last lines of a long output, for an error message. */
export function lastLines(output: string, count: number): string {
  return output.trimEnd().split("\n").slice(-count).join("\n");
}
