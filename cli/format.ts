import { InvalidArgumentError, Option } from "commander";
import { writeFileSync } from "node:fs";
import { pageText } from "../access/render/markdownPage";
import type { MarkdownPage } from "../access/render/markdownPage";

/** How access is shown. */
export const formats = ["text", "markdown", "mermaid", "html", "json"] as const;

export type Format = (typeof formats)[number];

/** What the user says about how it is shown. */
export interface FormatOptions {
  readonly format: Format;
  readonly json?: true;
  readonly maxCharacters?: number;
  readonly full?: string;
}

/** The options that say how access is shown. */
export const formatOptions = (): readonly Option[] => [
  new Option("--format <format>", "how it is shown").choices(formats).default("text"),
  new Option("--json", "the same as --format json"),
  new Option("--max-characters <count>", "of Markdown: what is longer is cut, but for the summary").argParser(
    (text) => {
      const count = Number(text);
      if (Number.isInteger(count) && count >= 1000) return count;
      throw new InvalidArgumentError("must be a whole number, at least 1000");
    },
  ),
  new Option("--full <file>", "writes the Markdown in full to this file"),
];

/** A Markdown page as it is asked for; writes the full one where that is. */
export function markdownText(page: MarkdownPage, { maxCharacters, full }: FormatOptions): string {
  if (full !== undefined) writeFileSync(full, pageText(page, Number.POSITIVE_INFINITY, ""));
  const rest = full === undefined ? "--full FILE writes all of it" : `all of it is in ${full}`;
  return pageText(page, maxCharacters ?? Number.POSITIVE_INFINITY, rest);
}
