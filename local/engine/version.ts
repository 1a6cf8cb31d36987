import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder with the Go module that pins the engine and, by go.sum, every module that it is built from. */
export const engineModuleDirectory = __dirname;

/** The oldest Pulumi CLI that is used, and the one that is fetched or built, like `3.274.1`. */
export const pinnedVersion = pinned(/pulumi\/pkg\/v3 v(\S+)/);

/** The oldest Go that builds it, like `1.26.6`. */
export const oldestGo = pinned(/^go (\S+)$/m);

function pinned(pattern: RegExp): string {
  const match = pattern.exec(readFileSync(join(engineModuleDirectory, "go.mod"), "utf8"));
  if (match?.[1] === undefined) throw new Error(`local/engine/go.mod has no line like ${String(pattern)}`);
  return match[1];
}

/** Whether a version is the wanted one or newer. Both are three numbers with dots; what follows them is ignored. */
export function isAtLeast(version: string, wanted: string): boolean {
  const found = numbers(version);
  for (const [index, part] of numbers(wanted).entries()) {
    const difference = (found[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(version: string): number[] {
  return (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number);
}
