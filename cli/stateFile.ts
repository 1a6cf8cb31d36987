import { readExport, readPreview } from "../access/stack/readState";
import type { StateResult } from "../access/stack/readState";
import { replacedUrns } from "../access/stack/resourceChanges";
import type { StackResource } from "../access/stack/stackResource";
import { readJsonFile } from "./policyFile";
import { UserError } from "./userError";

/** A file that the engine printed. */
export interface StateFile {
  readonly file: string;
  readonly json: unknown;
}

/**
 * Reads a file as JSON.
 *
 * @throws UserError (exit code 2) in one line when it cannot be read
 */
export function stateFile(file: string): StateFile {
  const text = readJsonFile(file);
  try {
    return { file, json: JSON.parse(text.replace(/^\uFEFF/, "")) as unknown };
  } catch {
    throw new UserError(`${file}: ${text.trim() === "" ? "it is empty" : "it is not JSON, or cut off"}`, 2);
  }
}

/** What an export has. */
export function exported({ file, json }: StateFile): readonly StackResource[] {
  return resourcesOf(file, readExport(json));
}

/** What a preview makes of an export. */
export function planned(
  { file, json }: StateFile,
  base: StateFile | undefined,
): { readonly resources: readonly StackResource[]; readonly replaced: ReadonlySet<string> } {
  // What is wrong with the base is told by its own name.
  if (base !== undefined) exported(base);
  else if (changesSomething(json))
    throw new UserError(
      `${file}: it changes resources that exist: --base is needed, what pulumi stack export printed before it`,
      2,
    );
  return { resources: resourcesOf(file, readPreview(json, base?.json)), replaced: replacedUrns(json) };
}

/** Whether it is what `pulumi preview --json` prints, and no export. */
export const isPreview = ({ json }: StateFile): boolean =>
  typeof json === "object" && json !== null && "steps" in json && !("deployment" in json);

/** Only a stack that has nothing yet can be previewed without the state before. */
function changesSomething(json: unknown): boolean {
  const steps = typeof json === "object" && json !== null && "steps" in json ? json.steps : [];
  return (
    Array.isArray(steps) &&
    (steps as readonly unknown[]).some(
      (step) => typeof step === "object" && step !== null && "op" in step && step.op !== "create",
    )
  );
}

function resourcesOf(file: string, result: StateResult): readonly StackResource[] {
  if (result.ok) return result.resources;
  throw new UserError(`${file}: ${result.problem}`, 2);
}
