import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { projectRoot } from "../../../local/paths";
import { freePort } from "../../../local/store/freePort";

/** A local AWS in a process group of its own. */
export interface Daemon {
  readonly endpoint: string;
  /** Kills it and its store with one signal to the group, as the machine's end would. */
  readonly kill: () => Promise<void>;
  /** Stops it as `xput local stop` does. */
  readonly stop: () => Promise<void>;
}

/** What came of a local AWS that did not start. */
export interface FailedStart {
  readonly exitCode: number | null;
  readonly lastLine: string;
}

/**
 * Starts `xput local start --state` and waits until it is healthy.
 *
 * @throws Error with what it said when it is not within 20 seconds
 */
export async function startDaemon(statePath: string): Promise<Daemon> {
  const { child, localDir, stderr, port } = await spawnDaemon(statePath);
  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 20_000;
  while (!(await isHealthy(endpoint))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`did not start: ${stderr()}`);
    await delay(50);
  }
  const end = async (how: () => void) => {
    const ended = once(child, "close");
    how();
    await ended;
    rmSync(localDir, { recursive: true, force: true });
  };
  return {
    endpoint,
    kill: () =>
      end(() => {
        process.kill(-(child.pid ?? 0), "SIGKILL");
      }),
    stop: () =>
      end(() => {
        child.kill("SIGTERM");
      }),
  };
}

/** Starts one that is to fail, and waits until it has ended. */
export async function failToStart(statePath: string): Promise<FailedStart> {
  const { child, localDir, stderr } = await spawnDaemon(statePath);
  await once(child, "close");
  rmSync(localDir, { recursive: true, force: true });
  return { exitCode: child.exitCode, lastLine: stderr().trimEnd().split("\n").at(-1) ?? "" };
}

async function spawnDaemon(statePath: string): Promise<{
  readonly child: ChildProcess;
  readonly localDir: string;
  readonly port: number;
  readonly stderr: () => string;
}> {
  const localDir = mkdtempSync(join(tmpdir(), "xput-daemon-"));
  const port = await freePort();
  const args = ["local", "start", "--port", String(port), "--state", statePath];
  const child = spawn(process.execPath, [join(projectRoot, "cli", "xput.cjs"), ...args], {
    cwd: projectRoot,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, XPUT_LOCAL_DIR: localDir, NO_COLOR: "1" },
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  return { child, localDir, port, stderr: () => said };
}

async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_xput/health`)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}
