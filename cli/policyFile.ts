import { readFileSync } from "node:fs";
import { UserError } from "./userError";

/**
 * The text of a file; `-` is standard input.
 *
 * @throws UserError when it cannot be read
 */
export function readJsonFile(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new UserError(`${file}: cannot be read: ${reason}`, 2);
  }
}
