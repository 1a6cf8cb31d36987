import { Option } from "commander";
import { join } from "node:path";
import { quotaProblems } from "../iam/quotas";
import { readStackFile } from "../settings/stackFile";
import type { Settings } from "../settings/settings";
import { UserError } from "./userError";

/** `--stack NAME`: the stack whose file in stacks/ is read. */
export function stackOption(byDefault?: string): Option {
  const option = new Option("--stack <name>", "the stack: its settings are stacks/Pulumi.<name>.yaml");
  return byDefault === undefined ? option : option.default(byDefault);
}

/** Path of a stack's settings. */
export function stackFilePath(stackName: string): string {
  return join(__dirname, "..", "stacks", `Pulumi.${stackName}.yaml`);
}

/**
 * The settings of a stack.
 *
 * @throws UserError (exit code 2) with every wrong setting at once
 */
export function settingsOf(stackName: string): Settings {
  const result = readStackFile(stackFilePath(stackName), quotaProblems);
  if (result.ok) return result.settings;
  throw new UserError(result.message, 2);
}
