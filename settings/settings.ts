import { z } from "zod";
import { audit } from "./audit";
import { crossChecks } from "./crossChecks/crossChecks";
import { destination } from "./destination";
import { settingPath, type SettingsProblem } from "./problem";
import { source, sourceName } from "./source";

/** The `xput:` settings of one stack. */
export const stackSettings = z.strictObject({
  destination,
  audit,
  /** By the name each source is known by. */
  sources: z.record(sourceName, source),
  /** Starts the name of every role and policy that the stack makes: set it where two stacks share an account. */
  namePrefix: z
    .string()
    .regex(/^[a-zA-Z][\w-]{0,23}$/, "must be 1 to 24 letters, digits, _ and -, with a letter first")
    .default("xput"),
  /** Addresses the bucket in the path instead of the host name, as S3-compatible endpoints need it. */
  s3UsePathStyle: z.boolean().default(false),
});

export type Settings = z.output<typeof stackSettings>;

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/** A check of settings that are right by themselves, such as whether the documents they make fit AWS's quotas. */
export type SettingsCheck = (settings: Settings) => readonly SettingsProblem[];

/**
 * Checks the settings of one stack.
 *
 * @param raw the values by their keys without `xput:`, as read from YAML or JSON
 * @param furtherCheck run on settings that are right so far
 * @returns the settings with defaults filled in, or every problem at once
 */
export function parseSettings(raw: unknown, furtherCheck: SettingsCheck = () => []): SettingsResult {
  const result = stackSettings.safeParse(raw, { reportInput: false });
  if (!result.success) return { ok: false, problems: result.error.issues.flatMap(describeIssue) };
  const problems = [...crossChecks(result.data), ...furtherCheck(result.data)];
  return problems.length === 0 ? { ok: true, settings: result.data } : { ok: false, problems };
}

type Issue = z.core.$ZodIssue;

function describeIssue(issue: Issue): SettingsProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: settingPath([...issue.path, key]),
      message: "unknown setting: correct its name or remove it",
    }));
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map(({ message }) => ({ path: settingPath(issue.path), message }));
  }
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return [{ path: settingPath(issue.path), message: missing ? "is missing" : lowerFirst(issue.message) }];
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
