import { spawn } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectRoot } from "../local/paths";
import { runCommand } from "../local/runCommand";

/** A policy pack in a folder, or why it cannot be had. */
export type BenchPack =
  | { readonly name: string; readonly folder: string; readonly configured?: boolean }
  | { readonly name: string; readonly missing: string };

/** What stands beside the pack of this project, each in exactly this version. */
const awsguard = ["@pulumi/awsguard@0.3.1", "@pulumi/aws@4.38.1"] as const;

/** A pack without any policy: what every pack costs. */
export function emptyPack(parent: string): BenchPack {
  const folder = writePack(
    parent,
    "empty",
    `const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("empty", { policies: [] });\n`,
  );
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
  return { name: "empty pack", folder };
}

/**
 * `@pulumi/awsguard` with all of its rules as advisory, installed by npm into a folder of its own with the same Pulumi
 * packages as this project; no script of a package is run.
 */
export async function awsguardPack(parent: string): Promise<BenchPack> {
  const name = awsguard[0];
  const folder = writePack(
    parent,
    "awsguard",
    `const { AwsGuard } = require("@pulumi/awsguard");\nnew AwsGuard({ all: "advisory" });\n`,
  );
  const own = ["@pulumi/policy", "@pulumi/pulumi"].map((one) => `${one}@${versionOf(one)}`);
  const options = ["--ignore-scripts", "--save-exact", "--no-audit", "--no-fund"];
  const { exitCode, output } = await runCommand("npm", ["install", ...options, ...awsguard, ...own], {
    cwd: folder,
  });
  if (exitCode === 0) return { name, folder };
  const said = output.trim().split("\n")[0] ?? "";
  return { name, missing: `npm install ended with exit code ${exitCode}: ${said}` };
}

function writePack(parent: string, name: string, program: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
  writeFileSync(
    join(folder, "PulumiPolicy.yaml"),
    "runtime:\n  name: nodejs\n  options:\n    typescript: false\nmain: index.js\n",
  );
  writeFileSync(join(folder, "index.js"), program);
  return folder;
}

function versionOf(dependency: string): string {
  const manifest = createRequire(join(projectRoot, "package.json"))(`${dependency}/package.json`) as {
    readonly version: string;
  };
  return manifest.version;
}

/**
 * Milliseconds from the start of the process, as the engine starts it, until the pack serves.
 *
 * @throws Error with what the process said where it ends before
 */
export async function loadMilliseconds(folder: string): Promise<number> {
  const entry = createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const start = performance.now();
  // The engine's address comes first. A pack that only serves does not call it.
  const child = spawn(process.execPath, [entry, "127.0.0.1:9", folder], {
    cwd: folder,
    env: {
      ...process.env,
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      PULUMI_NODEJS_TYPESCRIPT: String(folder.startsWith(join(projectRoot, "policypacks"))),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<void>((resolve) =>
    child.once("close", () => {
      resolve();
    }),
  );
  try {
    // A pack prints its port when it serves.
    for await (const line of createInterface(child.stdout)) {
      if (/^\d+$/.test(line.trim())) return performance.now() - start;
      said += `${line}\n`;
    }
    throw new Error(`${folder} did not serve: ${said.trim()}`);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}
