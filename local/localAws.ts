import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Recorder } from "./gateway/record/recorder";
import { requestLog } from "./gateway/record/requestLog";
import { startGateway } from "./gateway/server";
import { Journal } from "./gateway/state/journal";
import { isAlive } from "./isAlive";
import { LocalError } from "./localError";
import { localDir, projectRoot } from "./paths";
import { openStateFolder } from "./stateFolder";
import { installStore } from "./store/install";
import { startStore } from "./store/start";
import { step } from "./steps";

export const defaultPort = 4566;

/** A local AWS that was started from this checkout. */
export interface RunningAws {
  readonly pid: number;
  readonly port: number;
  readonly endpoint: string;
  /** The folder that keeps its state; absent: memory only. */
  readonly statePath?: string;
}

/** How a local AWS is started. */
export interface StartOptions {
  /** Whether each request is a line on standard output, or in `aws.log` of the folder of the local AWS. */
  readonly logRequests?: boolean;
  /** A folder that keeps everything, so that it survives however the process ends. Default: memory only. */
  readonly statePath?: string;
}

const readyWithinMilliseconds = 30_000;
const stoppedWithinMilliseconds = 15_000;
const pollEveryMilliseconds = 50;

const recordPath = (): string => join(localDir(), "aws.json");
const logPath = (): string => join(localDir(), "aws.log");

/**
 * Serves the local AWS in this process until it gets SIGTERM or SIGINT, then stops all that it started.
 *
 * Where two run from one checkout, the one that was started last is the one that the other commands use.
 *
 * @param port loopback port to listen on
 * @param onReady called once requests are answered
 * @throws LocalError when the port or the folder is in use, something that it needs cannot be installed, or its store
 *   dies
 */
export async function serveLocalAws(
  port: number,
  onReady: (aws: RunningAws) => void,
  { logRequests = false, statePath }: StartOptions = {},
): Promise<void> {
  const stopAsked = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]).then(
    () => "asked" as const,
  );
  const python = await step("the local AWS's store", () => installStore());
  const folder = statePath === undefined ? undefined : await openStateFolder(statePath);
  const store = await startStore(python, folder);
  let journal: Journal | undefined;
  try {
    // Not before the store has locked the folder.
    if (folder !== undefined) journal = await Journal.open(folder.journalPath);
    const recorders: readonly Recorder[] = logRequests
      ? [requestLog((line) => process.stdout.write(line))]
      : [];
    const gateway = await startGateway(port, store.port, recorders, journal);
    const state = folder === undefined ? {} : { statePath: folder.path };
    const aws = { pid: process.pid, port, endpoint: endpointOf(port), ...state };
    await mkdir(localDir(), { recursive: true });
    await writeFile(recordPath(), JSON.stringify(aws));
    onReady(aws);
    const why = await Promise.race([stopAsked, store.ended.then(() => "store ended" as const)]);
    await gateway.stop();
    await forget(aws);
    if (why === "store ended") {
      const said = store.lastError() === "" ? "" : ` (${store.lastError()})`;
      throw new LocalError(`the local AWS's store ended${said}: start the local AWS again`);
    }
  } finally {
    await journal?.close();
    await store.stop();
  }
}

/**
 * The local AWS of this checkout, started in the background where it is not running yet.
 *
 * @param port for a new one; one that runs already keeps its own
 * @throws LocalError when it does not get ready, with what it said last, or when one runs that keeps its state elsewhere
 */
export async function ensureLocalAws(
  port: number,
  { logRequests = false, statePath }: StartOptions = {},
): Promise<RunningAws> {
  const running = await findLocalAws();
  if (running !== undefined) {
    if (statePath === undefined || running.statePath === resolve(statePath)) return running;
    throw new LocalError(
      `a local AWS runs already whose state is ${running.statePath ?? "in memory only"}: stop it first`,
    );
  }
  await mkdir(localDir(), { recursive: true });
  const log = openSync(logPath(), "w");
  const args = [join(projectRoot, "cli", "xput.cjs"), "local", "start", "--port", String(port)];
  if (logRequests) args.push("--log");
  if (statePath !== undefined) args.push("--state", resolve(statePath));
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, XPUT_LOCAL_DIR: localDir(), NO_COLOR: "1" },
  });
  child.unref();
  const deadline = Date.now() + readyWithinMilliseconds;
  for (;;) {
    const started = await findLocalAws();
    if (started !== undefined) return started;
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGTERM");
      const said = readFileSync(logPath(), "utf8").trimEnd().split("\n").at(-1) ?? "";
      throw new LocalError(said === "" ? "the local AWS did not start" : said.replace(/^xput: /, ""));
    }
    await delay(pollEveryMilliseconds);
  }
}

/** The local AWS of this checkout if it runs and answers. */
export async function findLocalAws(): Promise<RunningAws | undefined> {
  let aws: RunningAws;
  try {
    aws = JSON.parse(await readFile(recordPath(), "utf8")) as RunningAws;
  } catch {
    // No record, or one that is being written: nothing is ready to be used.
    return undefined;
  }
  return isAlive(aws.pid) && (await answersHealth(aws.endpoint)) ? aws : undefined;
}

/**
 * Stops the local AWS of this checkout.
 *
 * @returns false when none was running
 * @throws LocalError when it does not end within 15 seconds
 */
export async function stopLocalAws(): Promise<boolean> {
  const aws = await findLocalAws();
  if (aws === undefined) return false;
  process.kill(aws.pid, "SIGTERM");
  const deadline = Date.now() + stoppedWithinMilliseconds;
  while (isAlive(aws.pid)) {
    if (Date.now() > deadline)
      throw new LocalError(`the local AWS (process ${aws.pid}) does not end: kill it`);
    await delay(pollEveryMilliseconds);
  }
  return true;
}

/** Removes the record of a local AWS, unless another was started since. */
async function forget({ pid }: RunningAws): Promise<void> {
  const { pid: recorded } = JSON.parse(await readFile(recordPath(), "utf8")) as RunningAws;
  if (recorded === pid) await rm(recordPath(), { force: true });
}

function endpointOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function answersHealth(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_xput/health`)).ok;
  } catch {
    // Not listening yet, or no longer.
    return false;
  }
}
