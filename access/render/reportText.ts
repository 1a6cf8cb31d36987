import type { NotKnown } from "../stack/notKnown";
import { targetText } from "./place";
import type { AccessReport, Way } from "./accessReport";
import { counted } from "./changeSummary";

/** Who may do what where, as plain text. */
export function reportText(report: AccessReport): string {
  const { title, tense, ways, meant, unreached, notKnown } = report;
  const part = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", `${name}:`, ...lines.map((line) => `  ${line}`)];
  return [
    `${title}, ${tense === "asIs" ? "as it is" : "as it is planned"}: ${reportSummary(report)}`,
    ...byTarget(ways).flatMap(([name, own]) =>
      part(
        name,
        own.flatMap(({ sentence, statements }) => [
          sentence,
          ...statements.map((statement) => `    by ${statement.place}`),
        ]),
      ),
    ),
    ...part("Public", sentencesOf(ways.filter((way) => way.public))),
    ...part("Reading is possible", sentencesOf(ways.filter(({ reads }) => reads))),
    ...part(
      "Beside what is meant",
      (meant ?? []).flatMap(({ intent, status, sentence, witness }) => [
        `${status} ${intent === undefined ? "" : `${intent}: `}${sentence}`,
        ...witness.map((line) => `    ${line}`),
      ]),
    ),
    ...part(
      "Declared and not reachable",
      unreached.map(({ place }) => place),
    ),
    ...part("Not known", openText(notKnown)),
    ...part("Taken to be allowed", assumptionsOf(ways)),
    "",
  ].join("\n");
}

/** The whole in one line. */
export function reportSummary({ ways, meant, unreached }: AccessReport): string {
  const open = ways.filter((way) => way.public).length;
  const beyond = (meant ?? []).filter(({ status }) => status !== "proven").length;
  return [
    counted(ways.length, "way").replace(/ways?$/, "$& in"),
    `${open === 0 ? "none" : open} public`,
    `${ways.filter(({ reads }) => reads).length} to read`,
    ...(meant === undefined ? [] : [beyond === 0 ? "all as meant" : `${beyond} not as meant`]),
    ...(unreached.length === 0 ? [] : [`${unreached.length} declared and not reachable`]),
  ].join(", ");
}

/** What is not known, one line each; what may hide access first. */
export function openText(notKnown: readonly NotKnown[]): readonly string[] {
  const line = ({ resource, path, message, mayHideAccess }: NotKnown): string =>
    `${resource.name}${path === "" ? "" : `, ${path}`}: ${message}${mayHideAccess ? " (may hide access)" : ""}`;
  return [
    ...notKnown.filter(({ mayHideAccess }) => mayHideAccess),
    ...notKnown.filter(({ mayHideAccess }) => !mayHideAccess),
  ].map(line);
}

/** Ways by what they lead to. */
export function byTarget(ways: readonly Way[]): readonly (readonly [string, readonly Way[]])[] {
  const groups = new Map<string, Way[]>();
  for (const way of ways) {
    const name = targetText(way.entry.target);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [way]);
    else group.push(way);
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Each sentence once. */
export const sentencesOf = (ways: readonly Way[]): readonly string[] => [
  ...new Set(ways.map(({ sentence }) => sentence)),
];

/** What the ways take to be allowed, each once. */
export const assumptionsOf = (ways: readonly Way[]): readonly string[] =>
  [...new Set(ways.flatMap(({ entry }) => entry.assumptions))].sort();
