// Everything that CI runs, in order, with one line at the end that counts it. Plain JavaScript on Node alone: it
// installs what the rest needs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "../local/install.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scratch = mkdtempSync(join(tmpdir(), "xput-tests-"));
const total = { passed: 0, failed: 0, skipped: 0 };

installPackages();
check("format", ["prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."]);
check("lint", ["eslint/bin/eslint.js", ".", "--max-warnings", "0"]);
check("types", ["typescript/bin/tsc"]);
check("types of the page", ["typescript/bin/tsc", "-p", "access/render/html/page"]);
suite("unit tests", []);
suite("the page in a browser", ["--config", "tests/browser/.mocharc.json"]);
suite("the real engine on the local AWS", ["--config", "tests/engine/.mocharc.json"]);

rmSync(scratch, { recursive: true, force: true });
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs one tool of node_modules; it counts as one test. */
function check(title, args) {
  const passed = run(title, args) === 0;
  total[passed ? "passed" : "failed"] += 1;
}

/** Runs one mocha suite and adds its counts. A suite that ends without having counted anything has failed. */
function suite(title, args) {
  const counts = join(scratch, `${title.replaceAll(" ", "-")}.json`);
  const reporter = join(root, "tests", "support", "countingReporter.cjs");
  const status = run(title, [
    "mocha/bin/mocha.js",
    "--reporter",
    reporter,
    "--reporter-option",
    `file=${counts}`,
    ...args,
  ]);
  let counted = { passes: 0, failures: 0, pending: 0 };
  try {
    counted = JSON.parse(readFileSync(counts, "utf8"));
  } catch {
    process.stderr.write(`${title}: mocha ended before it counted anything\n`);
  }
  total.passed += counted.passes;
  const hasRun = status === 0 && counted.passes + counted.pending > 0;
  total.failed += Math.max(counted.failures, hasRun ? 0 : 1);
  total.skipped += counted.pending;
}

function run(title, [tool, ...args]) {
  const startedAt = performance.now();
  process.stdout.write(`\n— ${title}\n`);
  const { status } = spawnSync(process.execPath, [join(root, "node_modules", tool), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? "✔" : "✖"} ${title} ${seconds} s\n`);
  return status ?? 1;
}
