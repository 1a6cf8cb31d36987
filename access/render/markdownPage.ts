/** A part of a Markdown page. */
export interface MarkdownPart {
  /** A heading, or the summary of what is folded. Always shown. */
  readonly title: string;
  /** Blocks, each of some lines that belong together; the last ones are cut first. */
  readonly blocks: readonly string[];
  readonly folded: boolean;
}

/** A Markdown page, which may be too long for a comment. */
export interface MarkdownPage {
  /** Always shown as a whole. */
  readonly head: readonly string[];
  readonly parts: readonly MarkdownPart[];
}

/**
 * The page in at most so many characters: the longest parts are cut, block by block, until it fits. The head and all
 * titles stay.
 *
 * @param rest said where something was cut: where the rest is
 */
export function pageText({ head, parts }: MarkdownPage, mostCharacters: number, rest: string): string {
  const kept = parts.map(({ blocks }) => blocks.length);
  const written = parts.map((_, index) => partText(parts, index, kept, rest));
  const heading = `${head.join("\n")}\n`;
  let length = heading.length + written.reduce((sum, text) => sum + text.length, 0);
  while (length > mostCharacters) {
    const longest = written.reduce(
      (most, text, index) =>
        (kept[index] ?? 0) > 0 && text.length > (written[most]?.length ?? 0) ? index : most,
      kept.findIndex((count) => count > 0),
    );
    if (longest === -1) break;
    // By a tenth of it at a time: a thousand parts of equal length are cut evenly.
    kept[longest] = Math.floor((kept[longest] ?? 0) * 0.9);
    const text = partText(parts, longest, kept, rest);
    length += text.length - (written[longest]?.length ?? 0);
    written[longest] = text;
  }
  return heading + written.join("");
}

function partText(
  parts: readonly MarkdownPart[],
  index: number,
  kept: readonly number[],
  rest: string,
): string {
  const part = parts[index];
  if (part === undefined) return "";
  const { title, blocks, folded } = part;
  const count = kept[index] ?? 0;
  const left = blocks.length - count;
  const note = left === 0 ? [] : [`_${left} more left out here: ${rest}_`];
  const body = [...blocks.slice(0, count), ...note];
  if (body.length === 0) return folded ? "" : `\n#### ${title}\n`;
  return folded
    ? `\n<details><summary>${title}</summary>\n\n${body.join("\n")}\n\n</details>\n`
    : `\n#### ${title}\n\n${body.join("\n")}\n`;
}

/** A text that Markdown and HTML leave as it is. */
export const plain = (text: string): string =>
  text
    .replace(/[\\*_`|[\]~#]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    // Neither a mention nor a link: the text comes from policies.
    .replace(/@/g, "&#64;")
    .replace(/\n/g, " ");
