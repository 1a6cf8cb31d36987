import type { AccessDifference } from "../effective/difference";
import { cell, place, targetText } from "./accessList";
import { accessSentence } from "./accessSentence";

/** What a change adds and removes, one sentence a line. */
export function accessDifferenceText({ added, removed }: AccessDifference): string {
  const lines = [
    ...added.map((entry) => `+ ${targetText(entry.target)}: ${accessSentence(entry)}`),
    ...removed.map((entry) => `- ${targetText(entry.target)}: ${accessSentence(entry)}`),
  ];
  return lines.length === 0 ? "No access changes.\n" : `${lines.join("\n")}\n`;
}

/** The same as Markdown, for a pull request. */
export function accessDifferenceMarkdown({ added, removed }: AccessDifference): string {
  if (added.length + removed.length === 0) return "No access changes.\n";
  const row = (sign: string, entry: AccessDifference["added"][number]): string =>
    `| ${sign} | ${cell(targetText(entry.target))} | ${cell(accessSentence(entry))} | ${entry.statements.map(place).map(cell).join("<br>")} |`;
  return [
    "| | To | Access | Through |",
    "| --- | --- | --- | --- |",
    ...added.map((entry) => row("added", entry)),
    ...removed.map((entry) => row("removed", entry)),
    "",
  ].join("\n");
}

/** The same as JSON text. */
export function accessDifferenceJson({ added, removed }: AccessDifference): string {
  const told = (entries: AccessDifference["added"]) =>
    entries.map((entry) => ({ sentence: accessSentence(entry), ...entry }));
  return `${JSON.stringify({ added: told(added), removed: told(removed) }, null, 2)}\n`;
}
