import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { projectRoot } from "../local/paths";
import { freePort } from "../local/store/freePort";

/** A local AWS whose memory can be asked for. */
export interface MeasuredDaemon {
  readonly endpoint: string;
  /** Between the start of the process and its first healthy answer. */
  readonly startMilliseconds: number;
  /** `held`: after a garbage collection; `now`: as it is. Bytes. */
  readonly memory: (what: "held" | "now") => Promise<NodeJS.MemoryUsage>;
  readonly stop: () => Promise<void>;
}

/** Starts `xput local start` as a user does, with one module more that tells its memory. */
export async function startMeasured(more: readonly string[] = []): Promise<MeasuredDaemon> {
  const localDir = mkdtempSync(join(tmpdir(), "xput-bench-"));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = fork(
    join(projectRoot, "cli", "xput.cjs"),
    ["local", "start", "--port", String(port), ...more],
    {
      execArgv: [
        "-r",
        join(projectRoot, "local", "transpiled.cjs"),
        "-r",
        join(__dirname, "reportMemory.ts"),
      ],
      env: { ...process.env, XPUT_LOCAL_DIR: localDir, NO_COLOR: "1" },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    },
  );
  while (!(await isHealthy(endpoint))) {
    if (child.exitCode !== null) throw new Error("the local AWS did not start");
    await delay(10);
  }
  return {
    endpoint,
    startMilliseconds: performance.now() - startedAt,
    memory: (what) => askMemory(child, what),
    stop: async () => {
      const ended = once(child, "exit");
      // Its channel would keep it up.
      child.disconnect();
      child.kill("SIGTERM");
      await ended;
      rmSync(localDir, { recursive: true, force: true });
    },
  };
}

async function askMemory(child: ChildProcess, what: string): Promise<NodeJS.MemoryUsage> {
  const answered = once(child, "message");
  child.send(what);
  const [usage] = (await answered) as [NodeJS.MemoryUsage];
  return usage;
}

async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_xput/health`)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}
