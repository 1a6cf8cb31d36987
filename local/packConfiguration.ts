import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packConfiguration } from "../settings/intent";
import type { Settings } from "../settings/settings";
import { localDir, projectRoot } from "./paths";

/** The configuration of the policy pack: by rule, its level or an object with its options. */
export type PackConfiguration = Readonly<Record<string, unknown>>;

/**
 * The policy pack's configuration for a stack: what its settings mean, beside what else the pack's own file for a stack
 * of that name says.
 */
export function configurationOfPack(stackName: string, settings: Settings): PackConfiguration {
  const own = join(projectRoot, "policypacks", "least-privilege", "config", `${stackName}.json`);
  const base: unknown = existsSync(own) ? JSON.parse(readFileSync(own, "utf8")) : {};
  return { ...(base as PackConfiguration), ...packConfiguration(settings) };
}

/** Writes that configuration where `pulumi` can read it, and returns its path. */
export function writePackConfiguration(stackName: string, settings: Settings): string {
  const folder = join(localDir(), "pack");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${stackName}.json`);
  writeFileSync(path, `${JSON.stringify(configurationOfPack(stackName, settings), null, 2)}\n`);
  return path;
}
