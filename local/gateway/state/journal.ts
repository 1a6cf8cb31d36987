import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { LocalError } from "../../localError";
import { frameOf, journalHead, readJournal } from "./frame";
import type { Change, Keeper } from "./keeper";

/** A journal is written anew when it is longer than this and several times as long as it was when it was new. */
const leastRewrittenBytes = 8 * 1024 * 1024;
const grownTimes = 4;
const changesInOneFrame = 500;

/** Changes that go to the disk together. */
interface Batch {
  readonly changes: Change[];
  readonly written: Promise<void>;
  readonly settle: (error?: Error) => void;
}

/**
 * A file to which changes are appended, each batch durable before it counts as written. It is written anew from time
 * to time, so that its length goes with what is kept and not with how often that changed.
 */
export class Journal implements Keeper {
  readonly lasts = true;
  private collecting: Batch | undefined;
  private writing: Batch | undefined;
  private failure: Error | undefined;
  private newBytes: number;

  private constructor(
    private readonly path: string,
    private file: FileHandle,
    private bytes: number,
    private readonly kept: Map<string, unknown>,
  ) {
    this.newBytes = bytes;
  }

  /**
   * Opens a journal, and makes it where there is none.
   *
   * @throws LocalError when it is damaged elsewhere than at its end
   */
  static async open(path: string): Promise<Journal> {
    const file = await open(path, "a+", 0o600);
    const reading = readJournal(await file.readFile());
    if (!reading.ok) {
      await file.close();
      throw new LocalError(`${path} is damaged at byte ${reading.atByte}: choose another folder for --state`);
    }
    const kept = new Map<string, unknown>();
    for (const [name, ...values] of reading.changes) {
      kept.delete(name);
      if (values.length > 0) kept.set(name, values[0]);
    }
    await file.truncate(reading.wholeBytes);
    if (reading.wholeBytes === 0) await file.appendFile(journalHead);
    await file.datasync();
    await syncFolder(dirname(path));
    return new Journal(path, file, Math.max(reading.wholeBytes, journalHead.length), kept);
  }

  entries(start: string): readonly (readonly [string, unknown])[] {
    return [...this.kept]
      .filter(([name]) => name.startsWith(start))
      .map(([name, value]) => [name.slice(start.length), value]);
  }

  set(name: string, value: unknown): void {
    this.kept.delete(name);
    this.kept.set(name, value);
    this.add([name, value]);
  }

  remove(name: string): void {
    if (this.kept.delete(name)) this.add([name]);
  }

  async settled(): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    await (this.collecting ?? this.writing)?.written;
  }

  /** Writes what is still to be written, and lets go of the file. */
  async close(): Promise<void> {
    await this.settled();
    await this.file.close();
  }

  private add(change: Change): void {
    if (this.collecting === undefined) {
      this.collecting = newBatch();
      // After whatever else changes in this turn.
      if (this.writing === undefined) setImmediate(() => void this.writeBatches());
    }
    this.collecting.changes.push(change);
  }

  private async writeBatches(): Promise<void> {
    while (this.collecting !== undefined) {
      const batch = this.collecting;
      this.collecting = undefined;
      this.writing = batch;
      try {
        if (this.bytes > Math.max(leastRewrittenBytes, this.newBytes * grownTimes)) await this.rewrite();
        else await this.append(frameOf(batch.changes));
        batch.settle();
      } catch (error) {
        // Half a frame may be there, behind which nothing would be read.
        this.failure = new Error(`the state cannot be written: ${(error as Error).message}`);
        batch.settle(this.failure);
      }
      this.writing = undefined;
    }
  }

  private async append(frame: Buffer): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    await this.file.appendFile(frame);
    await this.file.datasync();
    this.bytes += frame.length;
  }

  /** All that is kept, what was to be appended included. */
  private async rewrite(): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    const all: readonly Change[] = [...this.kept];
    const half = `${this.path}.half`;
    const file = await open(half, "w", 0o600);
    let bytes = journalHead.length;
    await file.appendFile(journalHead);
    for (let from = 0; from < all.length; from += changesInOneFrame) {
      const frame = frameOf(all.slice(from, from + changesInOneFrame));
      await file.appendFile(frame);
      bytes += frame.length;
    }
    await file.datasync();
    await rename(half, this.path);
    await syncFolder(dirname(this.path));
    await this.file.close();
    this.file = file;
    this.bytes = bytes;
    this.newBytes = bytes;
  }
}

function newBatch(): Batch {
  let settle: Batch["settle"] = () => undefined;
  const written = new Promise<void>((resolve, reject) => {
    settle = (error) => {
      if (error === undefined) resolve();
      else reject(error);
    };
  });
  // Whoever waits for it is told; often nobody does.
  written.catch(() => undefined);
  return { changes: [], written, settle };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
