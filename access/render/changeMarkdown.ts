import type { AccessChange, AccessItem, PackFinding, ProtectionItem } from "./accessChange";
import { groupAlike } from "./alike";
import { changeSummary, counted, widens } from "./changeSummary";
import { plain } from "./markdownPage";
import type { MarkdownPage, MarkdownPart } from "./markdownPage";
import { mermaid } from "./mermaid";
import { changedOnly } from "./pictureParts";
import { openText } from "./reportText";

/** What a change does, for a pull request: access first, then protections, findings and resources, folded. */
export function changePage(change: AccessChange): MarkdownPage {
  const { title, access, protections, findings, resources, notKnown, unusedAcknowledgements } = change;
  const grouped = groupAlike(access);
  const lost = protections.filter(({ kind }) => kind !== "gained");
  const gained = protections.filter(({ kind }) => kind === "gained");
  const mandatory = (findings ?? []).filter(({ level }) => level === "mandatory");
  const others = (findings ?? []).filter(({ level }) => level !== "mandatory");
  return {
    head: [
      marker(title),
      `### ${plain(title)}: ${plain(changeSummary(change))}`,
      ...(access.some((item) => widens(item) && item.acknowledged === undefined)
        ? ["", "**This change widens access.** Each line shows a request that is allowed only after it."]
        : []),
    ],
    parts: [
      open(
        "Access",
        grouped.flatMap(({ shown, others: alike }) => [
          ...shown.map(itemBlock),
          ...(alike.length === 0 ? [] : [`- … and ${alike.length} others likewise`]),
        ]),
      ),
      ...grouped
        .filter(({ others: alike }) => alike.length > 0)
        .map(({ shown: [first], others: alike }) =>
          folded(`${alike.length} others likewise: ${first?.kind ?? ""}`, alike.map(itemBlock)),
        ),
      open("Protections lost", lost.map(protectionBlock)),
      folded(counted(gained.length, "protection") + " gained", gained.map(protectionBlock)),
      open("Mandatory findings of the policy pack", mandatory.map(findingBlock)),
      folded(`${counted(others.length, "other finding")} of the policy pack`, others.map(findingBlock)),
      folded(
        `${counted(resources.length, "resource")} ${resources.length === 1 ? "changes" : "change"}`,
        resources.map(({ sentence }) => `- ${plain(sentence)}`),
      ),
      folded(
        `${counted(notKnown.length, "thing")} not known`,
        openText(notKnown).map((line) => `- ${plain(line)}`),
      ),
      open(
        "Acknowledgements that nothing needs",
        unusedAcknowledgements.map((line) => `- ${plain(line)}`),
      ),
      folded(
        "Picture of what changes",
        access.length === 0 ? [] : [["```mermaid", mermaid(changedOnly(change.picture)), "```"].join("\n")],
      ),
    ].filter(({ blocks }) => blocks.length > 0),
  };
}

/** The line by which a comment is found again, so that it can be replaced. */
export const marker = (title: string): string => `<!-- xput diff ${title.replace(/-->|\n/g, "")} -->`;

const open = (title: string, blocks: readonly string[]): MarkdownPart => ({ title, blocks, folded: false });
const folded = (title: string, blocks: readonly string[]): MarkdownPart => ({ title, blocks, folded: true });

function itemBlock({ id, kind, sentence, details, more, less, acknowledged }: AccessItem): string {
  return [
    `- **${kind}** ${plain(sentence)} <sub>${id}</sub>`,
    ...details.map((detail) => `  - ${plain(detail)}`),
    ...(more === undefined
      ? []
      : [`  - now allowed: ${[more.sentence, ...more.context].map(plain).join(", ")}`]),
    ...(less === undefined
      ? []
      : [`  - now refused: ${[less.sentence, ...less.context].map(plain).join(", ")}`]),
    ...(acknowledged === undefined ? [] : [`  - acknowledged: ${plain(acknowledged)}`]),
  ].join("\n");
}

function protectionBlock({ id, kind, sentence, acknowledged }: ProtectionItem): string {
  const told = acknowledged === undefined ? "" : `, acknowledged: ${plain(acknowledged)}`;
  return `- **${kind}** ${plain(sentence)} <sub>${id}</sub>${told}`;
}

const findingBlock = ({ rule, level, resource, message }: PackFinding): string =>
  `- **${plain(level)}** ${plain(rule)}${resource === undefined ? "" : `, ${plain(resource)}`}: ${plain(message)}`;
