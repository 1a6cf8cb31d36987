/**
 * The gateway's journal: what is read back of it, whole, cut off at every byte, damaged and written anew.
 *
 * Does not prove: what a daemon that is killed leaves behind, which tests/engine/gateway/state.test.ts does.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { frameOf, journalHead, readJournal } from "../../../../local/gateway/state/frame";
import { Journal } from "../../../../local/gateway/state/journal";
import { KeptMap } from "../../../../local/gateway/state/keptMap";
import { LocalError } from "../../../../local/localError";

describe("readJournal", () => {
  const first = frameOf([["a", { at: new Date(5), of: new Map([["x", 1]]) }]]);
  const second = frameOf([["b", "2"], ["a"]]);
  const whole = Buffer.concat([journalHead, first, second]);

  it("gives every change back as it was, dates and maps too", () => {
    assert.deepEqual(readJournal(whole), {
      ok: true,
      changes: [["a", { at: new Date(5), of: new Map([["x", 1]]) }], ["b", "2"], ["a"]],
      wholeBytes: whole.length,
    });
  });

  it("leaves out what was cut off, at whichever byte", () => {
    for (let bytes = 0; bytes < whole.length; bytes += 1) {
      const reading = readJournal(whole.subarray(0, bytes));
      assert.ok(reading.ok, `at byte ${bytes}`);
      const wholeFrames = bytes < journalHead.length + first.length ? 0 : 1;
      assert.equal(reading.changes.length, wholeFrames);
    }
  });

  it("takes a last frame that is not as its hash says for one that was cut off", () => {
    const damaged = Buffer.from(whole);
    damaged[whole.length - 1] = (damaged[whole.length - 1] ?? 0) ^ 1;
    const reading = readJournal(damaged);
    assert.ok(reading.ok && reading.changes.length === 1);
  });

  it("does not pass over a damaged frame that others follow, nor read another file", () => {
    const damaged = Buffer.from(whole);
    const at = journalHead.length + first.length - 1;
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    assert.deepEqual(readJournal(damaged), { ok: false, atByte: journalHead.length });
    assert.deepEqual(readJournal(Buffer.from("something else altogether, and long")), {
      ok: false,
      atByte: 0,
    });
  });
});

describe("Journal", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "xput-journal-"));
    path = join(folder, "journal");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("has on disk what is settled, before it is closed", async () => {
    const journal = await Journal.open(path);
    journal.set("a/1", { at: new Date(7) });
    journal.set("a/2", 2);
    journal.remove("a/2");
    journal.set("b/1", 3);
    assert.equal(statSync(path).size, journalHead.length, "nothing is written yet");
    await journal.settled();
    const again = await Journal.open(path);
    assert.deepEqual(again.entries("a/"), [["1", { at: new Date(7) }]]);
    assert.deepEqual(again.entries("b/"), [["1", 3]]);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    await Promise.all([journal.close(), again.close()]);
  });

  it("opens behind a write that was cut off, and goes on after it", async () => {
    const journal = await Journal.open(path);
    journal.set("a/1", 1);
    await journal.settled();
    journal.set("a/2", 2);
    await journal.close();
    writeFileSync(path, readFileSync(path).subarray(0, -1));
    const cut = await Journal.open(path);
    assert.deepEqual(cut.entries("a/"), [["1", 1]]);
    cut.set("a/3", 3);
    await cut.close();
    const again = await Journal.open(path);
    assert.deepEqual(
      again.entries("a/").map(([name]) => name),
      ["1", "3"],
    );
    await again.close();
  });

  it("says where a journal is damaged", async () => {
    const journal = await Journal.open(path);
    for (const value of [1, 2]) {
      journal.set("a/1", value);
      await journal.settled();
    }
    await journal.close();
    const bytes = readFileSync(path);
    const at = journalHead.length + 21;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await assert.rejects(
      Journal.open(path),
      (error) => error instanceof LocalError && /is damaged at byte 23: /.test(error.message),
    );
  });

  it("does not grow with the number of changes, and loses none when it is written anew", async () => {
    const journal = await Journal.open(path);
    journal.set("kept/1", "from the beginning");
    for (let round = 0; round < 40; round += 1) {
      journal.set("often/1", `${round}${"x".repeat(1_000_000)}`);
      await journal.settled();
    }
    journal.set("kept/2", "at the end");
    await journal.close();
    assert.ok(statSync(path).size < 15_000_000, `${statSync(path).size} bytes`);
    const again = await Journal.open(path);
    assert.deepEqual(
      again
        .entries("kept/")
        .map(([name]) => name)
        .toSorted(),
      ["1", "2"],
    );
    assert.ok((again.entries("often/")[0]?.[1] as string).startsWith("39x"));
    await again.close();
  });

  it("settles no change that could not be written", async () => {
    const journal = await Journal.open(path);
    const cyclic = { write: () => undefined };
    journal.set("a/1", cyclic);
    await assert.rejects(journal.settled(), /the state cannot be written/);
    journal.set("a/2", 2);
    await assert.rejects(journal.settled(), /the state cannot be written/);
  });
});

describe("KeptMap", () => {
  it("keeps no more than it may hold, the newest, also over a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "xput-journal-"));
    const journal = await Journal.open(join(folder, "journal"));
    const map = new KeptMap<number>("numbers", 2).attach(journal);
    for (const [name, value] of [
      ["a", 1],
      ["b", 2],
      ["a", 3],
      ["c", 4],
    ] as const)
      map.set(name, value);
    assert.deepEqual(map.entries(), [
      ["a", 3],
      ["c", 4],
    ]);
    await journal.close();
    const again = await Journal.open(join(folder, "journal"));
    assert.deepEqual(new KeptMap<number>("numbers", 2).attach(again).entries(), [
      ["a", 3],
      ["c", 4],
    ]);
    assert.equal(new KeptMap<number>("others").attach(again).size, 0);
    await again.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
