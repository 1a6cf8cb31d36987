/**
 * The bundle of the policy pack that local runs use: whole whoever asks, and the same until a source changes. That it
 * judges as the sources do, tests/engine shows.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundledPack } from "../../local/policyPack";
import { projectRoot } from "../../local/paths";

const run = promisify(execFile);

describe("the bundled policy pack", function () {
  this.timeout(60_000);
  // Of its own: tests of the engine may be running packs of the checkout's.
  let bundles: string;
  beforeEach(() => (bundles = mkdtempSync(join(tmpdir(), "xput-packs-"))));
  afterEach(() => {
    rmSync(bundles, { recursive: true });
  });

  it("is made once by several processes at the same time, whole, and without leftovers", async () => {
    const program = `process.stdout.write(require("./local/policyPack").bundledPack(${JSON.stringify(bundles)}))`;
    const args = ["-r", "./local/transpiled.cjs", "-e", program];
    const answers = await Promise.all([1, 2, 3].map(() => run(process.execPath, args, { cwd: projectRoot })));
    const [folder = ""] = answers.map(({ stdout }) => stdout);
    assert.deepEqual([...new Set(answers.map(({ stdout }) => stdout))], [folder]);
    assert.equal(bundledPack(bundles), folder);
    for (const file of ["index.js", "package.json", "PulumiPolicy.yaml"])
      assert.ok(existsSync(join(folder, file)), file);
    assert.equal(readdirSync(bundles).length, 1);
  });

  it("takes those of an earlier content away after a day, and not before", () => {
    const old = join(bundles, "old");
    const recent = join(bundles, "recent");
    const twoDaysAgo = Date.now() / 1_000 - 2 * 86_400;
    for (const path of [old, recent]) mkdirSync(path, { recursive: true });
    utimesSync(old, twoDaysAgo, twoDaysAgo);
    bundledPack(bundles);
    assert.deepEqual([old, recent].map(existsSync), [false, true]);
  });
});
