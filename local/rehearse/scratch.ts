import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalError } from "../localError";
import { stopLocalAws } from "../localAws";

/** The places of one rehearsal: nothing of it is in the checkout, and nothing of it stays. */
export interface Scratch {
  /** For whatever the work wants to keep until it ends. */
  readonly folder: string;
  readonly tokenFile: string;
  /** Aborted by SIGINT and SIGTERM: whatever runs is interrupted. */
  readonly signal: AbortSignal;
}

/**
 * Does some work with a local AWS and folders of its own, and removes all of it however the work ends.
 *
 * @throws LocalError when it is interrupted
 */
export async function withScratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "xput-rehearsal-"));
  const interrupted = new AbortController();
  const interrupt = () => {
    interrupted.abort();
  };
  const before = process.env.XPUT_LOCAL_DIR;
  process.env.XPUT_LOCAL_DIR = join(folder, "local");
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    return await work({ folder, tokenFile: join(folder, "token"), signal: interrupted.signal });
  } catch (error) {
    throw interrupted.signal.aborted ? new LocalError("interrupted") : error;
  } finally {
    await stopLocalAws();
    await rm(folder, { recursive: true, force: true });
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    if (before === undefined) delete process.env.XPUT_LOCAL_DIR;
    else process.env.XPUT_LOCAL_DIR = before;
  }
}
