import * as pulumi from "@pulumi/pulumi";
import { describeProblems } from "./problem";
import { parseSettings, type Settings, type SettingsCheck } from "./settings";

const namespace = "xput:";

/**
 * The checked settings of the stack that is running.
 *
 * @param furtherCheck run on settings that are right by themselves
 * @throws pulumi.RunError that names every wrong setting at once; Pulumi prints it without a stack trace
 */
export function stackSettings(furtherCheck: SettingsCheck): Settings {
  const result = parseSettings(ownValues(pulumi.runtime.allConfig()), furtherCheck);
  if (result.ok) return result.settings;
  throw new pulumi.RunError(describeProblems(`Pulumi.${pulumi.getStack()}.yaml`, result.problems));
}

/** The values of our namespace; Pulumi hands every value over as text, objects as JSON. */
function ownValues(config: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(namespace))
      .map(([key, text]) => [key.slice(namespace.length), fromText(text)]),
  );
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A plain string in YAML arrives without quotes, so text that is no JSON is the value itself.
    return text;
  }
}
