import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { describeProblems } from "./problem";
import { parseSettings, type Settings, type SettingsCheck } from "./settings";

const namespace = "xput:";

export type StackFileResult =
  { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly message: string };

/**
 * The checked settings of a stack, read from its file without Pulumi.
 *
 * @param path of a `Pulumi.<stack>.yaml`
 * @param furtherCheck run on settings that are right by themselves
 * @returns the settings, or a message for the user: the file is missing, no YAML, or every wrong setting at once
 */
export function readStackFile(path: string, furtherCheck: SettingsCheck): StackFileResult {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    return { ok: false, message: `${path}: cannot be read (${code}): name a stack that has a file there` };
  }
  const document = parseDocument(text, { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = broken.linePos?.[0] ?? { line: 1, col: 1 };
    return {
      ok: false,
      message: `${path}:${line}:${col}: not valid YAML: ${broken.message.split("\n")[0] ?? ""}`,
    };
  }
  const result = parseSettings(ownValues(document.toJS()), furtherCheck);
  return result.ok ? result : { ok: false, message: describeProblems(path, result.problems) };
}

function ownValues(file: unknown): Record<string, unknown> {
  const config = isRecord(file) && isRecord(file.config) ? file.config : {};
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(namespace))
      .map(([key, value]) => [key.slice(namespace.length), value]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
