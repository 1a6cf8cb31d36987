import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a Chromium is, or why there is none. */
export type FoundChromium =
  { readonly found: true; readonly path: string } | { readonly found: false; readonly reason: string };

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The Chromium of this machine: the one that the environment variable CHROMIUM_PATH names, else the first on PATH. Where
 * there is none, and this runs as root on a Debian, it is installed from Debian's packages; that takes a minute or two.
 */
export function findChromium(): FoundChromium {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    return isProgram(named)
      ? { found: true, path: named }
      : { found: false, reason: `CHROMIUM_PATH is ${named}, which is no program` };
  }
  const path = onPath(names);
  if (path !== undefined) return { found: true, path };
  if (onPath(["apt-get"]) === undefined || process.getuid?.() !== 0) {
    return { found: false, reason: "no Chromium on PATH, and only root on a Debian can install one" };
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
  ]) {
    const { status, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
    if (status !== 0) return { found: false, reason: `apt-get ${args.join(" ")} failed: ${stderr.trim()}` };
  }
  const installed = onPath(names);
  return installed === undefined
    ? { found: false, reason: "apt-get installed chromium, but it is not on PATH" }
    : { found: true, path: installed };
}

function onPath(programs: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
