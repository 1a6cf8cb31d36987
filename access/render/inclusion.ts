import type { Inclusion } from "../prove/proveInclusion";
import type { Witness } from "../prove/witness";

/** An inclusion as plain text: the answer and, where there is one, the request that shows it. */
export function inclusionText(inclusion: Inclusion): string {
  const lines = [`${answer(inclusion)}: ${inclusion.reason}`];
  if (inclusion.verdict === "exceeds")
    lines.push(...witnessLines(inclusion.witness).map((line) => `  ${line}`));
  return `${lines.join("\n")}\n`;
}

/** An inclusion as Markdown, for a pull request. */
export function inclusionMarkdown(inclusion: Inclusion): string {
  const lines = [`**${answer(inclusion)}**: ${inclusion.reason}`];
  if (inclusion.verdict === "exceeds") lines.push("", "```text", ...witnessLines(inclusion.witness), "```");
  return `${lines.join("\n")}\n`;
}

function answer({ verdict }: Inclusion): string {
  switch (verdict) {
    case "included":
      return "Included";
    case "exceeds":
      return "Exceeds";
    case "unknown":
      return "Unknown, so not accepted";
  }
}

function witnessLines({ principal, action, resource, context }: Witness): readonly string[] {
  const keys = Object.entries(context).map(
    ([key, value]) => `${key} = ${typeof value === "string" ? value : value.join(", ")}`,
  );
  return [
    `principal  ${principal}`,
    `action     ${action}`,
    `resource   ${resource}`,
    ...keys.map((key) => `with       ${key}`),
  ];
}
