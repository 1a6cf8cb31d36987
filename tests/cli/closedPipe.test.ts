/**
 * A reader that stops before the end of the output, as `head` does, through a real pipe.
 *
 * Does not prove it of every command: all of them write through the same streams.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const entrance = join(__dirname, "..", "..", "cli", "xput.cjs");
const line = JSON.stringify({
  id: "1",
  request: { principal: "*", action: "s3:GetObject", resource: "*", context: {} },
});

/** Runs a batch of so many lines, whose reader hangs up after the first output, or reads to the end. */
async function batch(lines: number, readsOn: boolean) {
  const child = spawn(process.execPath, [entrance, "policy", "simulate", "--batch"]);
  let said = "";
  let told = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => {
    told += chunk.toString();
    if (!readsOn) child.stdout.destroy();
  });
  child.stdin.on("error", () => undefined);
  child.stdin.write(`${line}\n`.repeat(100));
  while (told === "" && child.exitCode === null) await delay(20);
  child.stdin.end(`${line}\n`.repeat(lines - 100));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, said, answers: told.split("\n").length - 1 };
}

describe("output that nobody reads to its end", function () {
  this.timeout(30_000);

  it("ends without a word, with the exit code of what was done", async () => {
    const { exitCode, said } = await batch(50_000, false);
    assert.equal(said, "");
    assert.equal(exitCode, 0);
  });

  it("is whole where it is read to its end", async () => {
    const { exitCode, said, answers } = await batch(50_000, true);
    assert.equal(said, "");
    assert.equal(exitCode, 0);
    assert.equal(answers, 50_000);
  });
});
