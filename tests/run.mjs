// Everything that CI runs, with one line at the end that counts it. Plain JavaScript on Node alone: it installs what the
// rest needs.
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "../local/install.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scratch = mkdtempSync(join(tmpdir(), "xput-tests-"));
const total = { passed: 0, failed: 0, skipped: 0 };

installPackages();
await Promise.all([check("lint", ["eslint/bin/eslint.js", ".", "--max-warnings", "0"]), checksBesideLint()]);
await suite("unit tests", ["--parallel", "--jobs", String(availableParallelism())]);
await suite("the page in a browser", ["--config", "tests/browser/.mocharc.json"]);
await suite("the real engine on the local AWS", ["--config", "tests/engine/.mocharc.json"]);

rmSync(scratch, { recursive: true, force: true });
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** What together takes about as long as lint, one after another. */
async function checksBesideLint() {
  await check("format", ["prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."]);
  await check("types", ["typescript/bin/tsc"]);
  await check("types of the page", ["typescript/bin/tsc", "-p", "access/render/html/page"]);
}

/** Runs one tool of node_modules, told when it has ended; it counts as one test. */
async function check(title, args) {
  const passed = (await run(title, args, { toldAtEnd: true })) === 0;
  total[passed ? "passed" : "failed"] += 1;
}

/** Runs one mocha suite and adds its counts. A suite that ends without having counted anything has failed. */
async function suite(title, args) {
  const counts = join(scratch, `${title.replaceAll(" ", "-")}.json`);
  const reporter = join(root, "tests", "support", "countingReporter.cjs");
  const mocha = ["mocha/bin/mocha.js", "--reporter", reporter, "--reporter-option", `file=${counts}`];
  const status = await run(title, [...mocha, ...args]);
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

/** Runs a tool to its end. @returns its exit code, 1 where a signal ended it */
async function run(title, [tool, ...args], { toldAtEnd } = { toldAtEnd: false }) {
  const startedAt = performance.now();
  const kept = join(scratch, `${title.replaceAll(" ", "-")}.txt`);
  const output = toldAtEnd ? openSync(kept, "w") : "inherit";
  if (!toldAtEnd) process.stdout.write(`\n— ${title}\n`);
  const status = await new Promise((resolve, reject) => {
    spawn(process.execPath, [join(root, "node_modules", tool), ...args], {
      cwd: root,
      stdio: ["ignore", output, output],
    })
      .on("error", reject)
      .on("close", (code) => {
        resolve(code ?? 1);
      });
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const end = `${status === 0 ? "✔" : "✖"} ${title} ${seconds} s\n`;
  if (toldAtEnd) {
    closeSync(output);
    process.stdout.write(`\n— ${title}\n${readFileSync(kept, "utf8")}${end}`);
  } else process.stdout.write(end);
  return status;
}
