import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { packedChromium } from "./packedChromium";

/** Where a Chromium is and what it needs in its environment, or why there is none. */
export type FoundChromium =
  | { readonly found: true; readonly path: string; readonly environment: Readonly<Record<string, string>> }
  | { readonly found: false; readonly reason: string };

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The Chromium of this machine: the one that the environment variable CHROMIUM_PATH names, else the first on PATH, else
 * the one of the package `@sparticuz/chromium`, which needs nothing of the system. Nothing is installed.
 */
export function findChromium(): FoundChromium {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    return isProgram(named)
      ? { found: true, path: named, environment: {} }
      : { found: false, reason: `CHROMIUM_PATH is ${named}, which is no program` };
  }
  const path = onPath(names);
  if (path !== undefined) return { found: true, path, environment: {} };
  if (process.platform === "linux" && process.arch === "x64") return { found: true, ...packedChromium() };
  return {
    found: false,
    reason:
      "no Chromium on PATH: install one, or name one in CHROMIUM_PATH (the packed one is for Linux on x64)",
  };
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
