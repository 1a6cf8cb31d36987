import type { AccessChange, AccessItem, ProtectionItem } from "./accessChange";
import { groupAlike } from "./alike";
import { changeSummary } from "./changeSummary";
import { openText } from "./reportText";

/** What a change does, as plain text: access first, then protections, findings and resources. */
export function changeText(change: AccessChange): string {
  const { title, access, protections, findings, resources, notKnown, unusedAcknowledgements } = change;
  const part = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", `${name}:`, ...lines.map((line) => `  ${line}`)];
  return [
    `${title}: ${changeSummary(change)}`,
    ...part(
      "Access",
      groupAlike(access).flatMap(({ shown, others }) => [
        ...shown.flatMap(itemLines),
        ...(others.length === 0 ? [] : [`… and ${others.length} others likewise`]),
      ]),
    ),
    ...part("Protections", protections.map(protectionLine)),
    ...part(
      "Findings",
      (findings ?? []).map(
        ({ rule, level, resource, message }) =>
          `${level} ${rule}${resource === undefined ? "" : ` ${resource}`}: ${message}`,
      ),
    ),
    ...part(
      "Resources",
      resources.map(({ sentence }) => sentence),
    ),
    ...part("Not known", openText(notKnown)),
    ...part("Acknowledgements that nothing needs", unusedAcknowledgements),
    "",
  ].join("\n");
}

const signs: Readonly<Record<AccessItem["kind"], string>> = {
  added: "+",
  widened: ">",
  changed: "~",
  undecided: "?",
  narrowed: "<",
  removed: "-",
};

function itemLines({ id, kind, sentence, details, more, less, acknowledged }: AccessItem): readonly string[] {
  return [
    `${signs[kind]} ${kind} ${id} ${sentence}`,
    ...details.map((detail) => `    ${detail}`),
    ...(more === undefined ? [] : [`    now allowed: ${[more.sentence, ...more.context].join(", ")}`]),
    ...(less === undefined ? [] : [`    now refused: ${[less.sentence, ...less.context].join(", ")}`]),
    ...(acknowledged === undefined ? [] : [`    acknowledged: ${acknowledged}`]),
  ];
}

function protectionLine({ id, kind, sentence, acknowledged }: ProtectionItem): string {
  const sign = kind === "lost" ? "!" : kind === "gained" ? "+" : "?";
  return `${sign} ${kind} ${id} ${sentence}${acknowledged === undefined ? "" : `, acknowledged: ${acknowledged}`}`;
}
