// Installs the locked packages where they are not installed yet. Plain JavaScript on Node alone: it runs before
// anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const oldestNode = [20, 19];

/** Runs `npm ci` unless node_modules is what package-lock.json says. Ends the process with one line if it cannot. */
export function installPackages() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    fail(`Node ${process.versions.node} is too old: install ${oldestNode.join(".")} or newer`);
  }
  const mark = join(root, "node_modules", ".installed-from");
  const lockHash = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(mark) && readFileSync(mark, "utf8") === lockHash) return;

  const startedAt = performance.now();
  process.stderr.write("npm ci, about 330 MB\n");
  const npm = spawnSync("npm", ["ci"], { cwd: root, stdio: ["ignore", "inherit", "pipe"], encoding: "utf8" });
  if (npm.status !== 0) {
    const reason = npm.error?.message ?? npm.stderr.match(/npm error (?!code)(.+)/)?.[1] ?? "see npm's log";
    fail(`npm ci failed: is the npm registry reachable? ${reason}`);
  }
  writeFileSync(mark, lockHash);
  process.stderr.write(`✔ npm ci ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

function fail(message) {
  process.stderr.write(`xput: ${message}\n`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installPackages();
