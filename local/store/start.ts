import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { LocalError } from "../localError";
import { projectRoot } from "../paths";
import { freePort } from "./freePort";

/** A running store. */
export interface Store {
  readonly port: number;
  /** Resolves when it has ended, by itself or because it was stopped. */
  readonly ended: Promise<void>;
  /** Ends it and waits for that. */
  readonly stop: () => Promise<void>;
  /** What it said last on standard error; empty where it said nothing. */
  readonly lastError: () => string;
}

/** Where a store keeps what it holds. */
export interface StoreState {
  /** Path of a folder; it makes it where there is none. */
  readonly storePath: string;
  /** An open file, locked by the store for as long as it or this process lives. */
  readonly lockDescriptor: number;
}

const readyWithinMilliseconds = 20_000;
const pollEveryMilliseconds = 20;

/** How `run.py` says that the folder cannot be used: why stands on standard error. */
const unusableFolderCode = 78;

/**
 * Starts ministack on a free loopback port and waits until it answers.
 *
 * It runs without its own IAM enforcement, which decides this job wrongly. It ends when this process does, however
 * that ends.
 *
 * @param python the interpreter that has ministack
 * @param state where it keeps everything before it answers; absent: in memory only
 * @throws LocalError when it does not answer within 20 seconds, or cannot use the folder
 */
export async function startStore(python: string, state?: StoreState): Promise<Store> {
  const port = await freePort();
  const child = spawn(python, [join(projectRoot, "local", "store", "run.py")], {
    // Standard input stays open as long as this process lives; run.py ends when it closes.
    stdio: ["pipe", "ignore", "pipe", ...(state === undefined ? [] : [state.lockDescriptor])],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      AUTH: "false",
      IOT_MTLS_ENABLED: "0",
      SFTP_ENABLED: "0",
      LOG_LEVEL: "ERROR",
      ...(state === undefined ? {} : { XPUT_STATE_DIR: state.storePath }),
    },
  });
  let errors = "";
  const lastError = () => errors.trimEnd().split("\n").at(-1) ?? "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4_000);
  });
  const ended = once(child, "close").then(() => undefined);

  const deadline = Date.now() + readyWithinMilliseconds;
  while (!(await answers(port))) {
    if (hasEnded(child) || Date.now() > deadline) {
      child.kill("SIGKILL");
      await ended;
      if (child.exitCode === unusableFolderCode) throw new LocalError(lastError());
      const why = lastError() === "" ? "it said nothing" : lastError();
      throw new LocalError(`the local AWS's store did not start: ${why}`);
    }
    await delay(pollEveryMilliseconds);
  }
  return {
    port,
    ended,
    lastError,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/_ministack/health`)).ok;
  } catch {
    // Refused while it is still starting; the caller's deadline decides when that is too long.
    return false;
  }
}
