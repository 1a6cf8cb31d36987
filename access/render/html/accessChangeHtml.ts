import type { AccessChange, AccessItem, ShownWitness } from "../accessChange";
import { pageHtml } from "./page";
import { lines, notKnownSection, section, statementLinks } from "./section";
import { tag } from "./tag";
import type { Content } from "./tag";
import { markText } from "./words";

/**
 * What a change does to access as one HTML file: a picture with what is added and removed, and the same in lists. It
 * loads nothing and needs no network; names and conditions from the stack are shown as they are and never run.
 */
export function accessChangeHtml(change: AccessChange): string {
  const { title, access, protections, resources, findings, notKnown, unusedAcknowledgements, picture } =
    change;
  return pageHtml({
    title: `Change of access: ${title}`,
    summary: summary(change),
    picture,
    isChange: true,
    sections: (statements) => [
      section(
        "Access",
        ["Change", "What changes", "Statements before", "Statements after"],
        access.map((item) => [
          kindCell(item.kind),
          [
            item.sentence,
            lines(item.details),
            witness("for example, new", item.more),
            witness("for example, no longer", item.less),
            acknowledged(item.acknowledged),
          ],
          statementLinks(
            item.before.flatMap((way) => way.statements),
            statements,
          ),
          statementLinks(
            item.after.flatMap((way) => way.statements),
            statements,
          ),
        ]),
        "No access changes.",
      ),
      section(
        "Protections",
        ["Change", "Of", "What changes"],
        protections.map(({ kind, topic, sentence, ...item }) => [
          kind,
          topic,
          [sentence, acknowledged(item.acknowledged)],
        ]),
      ),
      section(
        "Findings of the policy pack",
        ["Level", "Rule", "Finding"],
        (findings ?? []).map(({ level, rule, resource, message }) => [
          level,
          rule,
          [message, lines(resource === undefined ? [] : [resource])],
        ]),
      ),
      section(
        "Resources",
        ["Change", "Resource", "What changes"],
        resources.map(({ operation, type, name, sentence }) => [operation, [name, lines([type])], sentence]),
      ),
      notKnownSection(notKnown),
      section(
        "Acknowledgements that nothing needs",
        ["Acknowledgement"],
        unusedAcknowledgements.map((text) => [text]),
      ),
    ],
  });
}

function summary({ access, protections }: AccessChange): Content {
  const kinds = ["added", "removed", "widened", "narrowed", "changed", "undecided"] as const;
  const parts = kinds.flatMap((kind) => {
    const count = access.filter((item) => item.kind === kind).length;
    return count === 0 ? [] : [tag("span", { class: `chip mark-${kind}` }, `${count} ${kind}`), " "];
  });
  const lost = protections.filter(({ kind }) => kind !== "gained").length;
  return [
    parts.length === 0 ? "No access changes" : parts,
    lost === 0
      ? ""
      : [
          " ",
          tag(
            "span",
            { class: "chip mark-removed" },
            `${lost} ${lost === 1 ? "protection" : "protections"} lost`,
          ),
        ],
  ];
}

const kindCell = (kind: AccessItem["kind"]): Content =>
  tag("span", { class: `chip mark-${kind}` }, kind === "undecided" ? "? undecided" : markText(kind));

const witness = (title: string, shown: ShownWitness | undefined): Content =>
  shown === undefined ? [] : lines([`${title}: ${shown.sentence}`, ...shown.context]);

const acknowledged = (reason: string | undefined): Content =>
  reason === undefined ? [] : lines([`acknowledged: ${reason}`]);
