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
}

const readyWithinMilliseconds = 20_000;
const pollEveryMilliseconds = 50;

/**
 * Starts ministack on a free loopback port and waits until it answers.
 *
 * It runs without its own IAM enforcement, which decides this job wrongly, and keeps everything in memory. It ends
 * when this process does, however that ends.
 *
 * @param python the interpreter that has ministack
 * @throws LocalError when it does not answer within 20 seconds
 */
export async function startStore(python: string): Promise<Store> {
  const port = await freePort();
  const child = spawn(python, [join(projectRoot, "local", "store", "run.py")], {
    // Standard input stays open as long as this process lives; run.py ends when it closes.
    stdio: ["pipe", "ignore", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      AUTH: "false",
      IOT_MTLS_ENABLED: "0",
      SFTP_ENABLED: "0",
      LOG_LEVEL: "ERROR",
    },
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4_000);
  });
  const ended = once(child, "close").then(() => undefined);

  const deadline = Date.now() + readyWithinMilliseconds;
  while (!(await answers(port))) {
    if (hasEnded(child) || Date.now() > deadline) {
      child.kill("SIGKILL");
      const lastError = errors.trimEnd().split("\n").at(-1) ?? "";
      throw new LocalError(
        `the local AWS's store did not start: ${lastError === "" ? "it said nothing" : lastError}`,
      );
    }
    await delay(pollEveryMilliseconds);
  }
  return {
    port,
    ended,
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
