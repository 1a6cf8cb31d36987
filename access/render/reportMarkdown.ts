import type { AccessReport, Way } from "./accessReport";
import { counted } from "./changeSummary";
import { plain } from "./markdownPage";
import type { MarkdownPage, MarkdownPart } from "./markdownPage";
import { mermaid } from "./mermaid";
import { assumptionsOf, byTarget, openText, reportSummary, sentencesOf } from "./reportText";

/** Who may do what where, as Markdown. */
export function reportPage(report: AccessReport): MarkdownPage {
  const { title, tense, ways, meant, unreached, notKnown, picture } = report;
  const list = (name: string, lines: readonly string[], folded: boolean): MarkdownPart => ({
    title: name,
    blocks: lines.map((line) => `- ${plain(line)}`),
    folded,
  });
  const notAsMeant = (meant ?? []).filter(({ status }) => status !== "proven");
  const proven = (meant ?? []).filter(({ status }) => status === "proven");
  const assumed = assumptionsOf(ways);
  return {
    head: [
      `<!-- xput access ${title.replace(/-->|\n/g, "")} -->`,
      `### ${plain(title)}, ${tense === "asIs" ? "as it is" : "as it is planned"}: ${plain(reportSummary(report))}`,
    ],
    parts: [
      list("Public", sentencesOf(ways.filter((way) => way.public)), false),
      list(
        "Not as meant",
        notAsMeant.map(({ intent, status, sentence, witness }) =>
          [`${status} ${intent === undefined ? "" : `${intent}: `}${sentence}`, ...witness].join(", "),
        ),
        false,
      ),
      ...byTarget(ways).map(([name, own]) => ({
        title: plain(name),
        blocks: own.map(wayBlock),
        folded: false,
      })),
      list("Reading is possible", sentencesOf(ways.filter(({ reads }) => reads)), false),
      list(
        `${counted(proven.length, "intent")} proven`,
        proven.map(({ intent, sentence }) => `${intent ?? ""}: ${sentence}`),
        true,
      ),
      list(
        "Declared and not reachable",
        unreached.map(({ place }) => place),
        true,
      ),
      list(`${counted(notKnown.length, "thing")} not known`, openText(notKnown), true),
      list(`${counted(assumed.length, "thing")} taken to be allowed`, assumed, true),
      {
        title: "Picture",
        blocks: ways.length === 0 ? [] : [["```mermaid", mermaid(picture), "```"].join("\n")],
        folded: true,
      },
    ].filter(({ blocks }) => blocks.length > 0),
  };
}

const wayBlock = ({ sentence, statements }: Way): string =>
  [`- ${plain(sentence)}`, ...statements.map(({ place }) => `  - by ${plain(place)}`)].join("\n");
