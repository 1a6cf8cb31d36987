import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../../policypacks/least-privilege/rule";
import type { Config } from "./crossGuard";

export const configFolder = join(__dirname, "../../../policypacks/least-privilege/config");

/** What a configuration file of the pack says, by rule: a level, or an object that may hold one. */
export type PackConfig = Readonly<Record<string, string | Config>>;

/** Reads one of the example configurations, by its name. */
export function exampleConfig(name: string): PackConfig {
  return JSON.parse(readFileSync(join(configFolder, `${name}.json`), "utf8")) as PackConfig;
}

/** The level that a rule has under a configuration. */
export function levelOf(rule: Rule, config: PackConfig): string {
  const own = config[rule.name];
  const set = typeof own === "object" ? own["enforcementLevel"] : own;
  return typeof set === "string" ? set : rule.level;
}

/** The options that a configuration sets for a rule. */
export function optionsIn(rule: Rule, config: PackConfig): Config {
  const own = config[rule.name];
  if (typeof own !== "object") return {};
  return Object.fromEntries(Object.entries(own).filter(([name]) => name !== "enforcementLevel"));
}
