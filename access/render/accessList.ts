import type { AccessEntry, AccessTarget } from "../effective/accessEntry";
import type { StatementReference } from "../effective/facts";
import { accessSentence } from "./accessSentence";

/** Every way in, one sentence a line, by bucket and key. */
export function accessListText(entries: readonly AccessEntry[]): string {
  const lines = byTarget(entries).flatMap(([name, own]) => [
    `${name}:`,
    ...own.map((entry) => `  ${accessSentence(entry)}`),
  ]);
  return lines.length === 0 ? "Nobody has access.\n" : `${lines.join("\n")}\n`;
}

/** The same as Markdown, each sentence with the statements that it comes from. */
export function accessListMarkdown(entries: readonly AccessEntry[]): string {
  const parts = byTarget(entries).flatMap(([name, own]) => [
    `### ${name}`,
    "",
    "| Access | Through |",
    "| --- | --- |",
    ...own.map(
      (entry) => `| ${cell(accessSentence(entry))} | ${entry.statements.map(place).map(cell).join("<br>")} |`,
    ),
    "",
  ]);
  return parts.length === 0 ? "Nobody has access.\n" : parts.join("\n");
}

/** The same as JSON text: each entry with its sentence. */
export function accessListJson(entries: readonly AccessEntry[]): string {
  return `${JSON.stringify(
    entries.map((entry) => ({ sentence: accessSentence(entry), ...entry })),
    null,
    2,
  )}\n`;
}

/** A statement as a person finds it: its document and its Sid, or its number from 1. */
export function place({ document, sid, index }: StatementReference): string {
  return `${document}: ${sid ?? `statement ${index + 1}`}`;
}

/** A text within a cell of a Markdown table. */
export const cell = (text: string): string => text.replace(/[\\|*_<>`]/g, "\\$&").replace(/\n/g, " ");

/** A bucket or a key as a heading names it. */
export function targetText(target: AccessTarget): string {
  return target.kind === "bucket" ? target.name : `key ${target.alias ?? target.arn}`;
}

function byTarget(entries: readonly AccessEntry[]): readonly (readonly [string, readonly AccessEntry[]])[] {
  const groups = new Map<string, AccessEntry[]>();
  for (const entry of entries) {
    const name = targetText(entry.target);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [entry]);
    else group.push(entry);
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
}
