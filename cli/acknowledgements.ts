import { parseDocument } from "yaml";
import type { Acknowledgement } from "../access/render/acknowledge";
import { readJsonFile } from "./policyFile";
import { UserError } from "./userError";

/**
 * Reads a file of acknowledgements, YAML or JSON: a list of `{ accept, reason }`.
 *
 * @throws UserError (exit code 2) with the first thing that is wrong
 */
export function readAcknowledgements(file: string): readonly Acknowledgement[] {
  const document = parseDocument(readJsonFile(file));
  const [error] = document.errors;
  if (error !== undefined) throw new UserError(`${file}: ${error.message.split("\n")[0] ?? "not YAML"}`, 2);
  const list: unknown = document.toJS() ?? [];
  if (!Array.isArray(list)) throw new UserError(`${file}: must be a list of { accept, reason }`, 2);
  return (list as readonly unknown[]).map((item, index): Acknowledgement => {
    const { accept, reason, ...others } = (typeof item === "object" && item !== null ? item : {}) as Readonly<
      Record<string, unknown>
    >;
    // An id of digits alone is a number in YAML, and `1e5` another one.
    if (typeof accept === "number")
      throw new UserError(`${file}: item ${index + 1}: accept must be in quotes: it reads as a number`, 2);
    const isRight = typeof accept === "string" && typeof reason === "string" && reason.trim() !== "";
    if (!isRight || Object.keys(others).length > 0)
      throw new UserError(
        `${file}: item ${index + 1}: must have accept, an id or a sentence of xput diff, and a reason, and nothing else`,
        2,
      );
    return { accept, reason };
  });
}
