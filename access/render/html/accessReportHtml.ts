import type { AccessReport } from "../accessReport";
import { targetText } from "../place";
import { pageHtml } from "./page";
import { lines, notKnownSection, section, statementLinks } from "./section";
import { tag } from "./tag";

/**
 * What a stack allows as one HTML file: a picture, and the same in lists. It loads nothing and needs no network; names
 * and conditions from the stack are shown as they are and never run.
 */
export function accessReportHtml(report: AccessReport): string {
  const { title, tense, ways, meant, unreached, notKnown, picture } = report;
  const readers = ways.filter(({ reads }) => reads).length;
  const open = ways.filter((way) => way.public).length;
  const summary = [
    tense === "asIs" ? "As deployed" : "As planned",
    counted(ways.length, "way in", "ways in"),
    readers === 0 ? "nobody can read" : `${readers} can read`,
    open === 0 ? "nothing is public" : `${open} public`,
  ].join(" · ");
  return pageHtml({
    title: `Access: ${title}`,
    summary,
    picture,
    isChange: false,
    sections: (statements) => [
      section(
        "Who may do what",
        ["To", "Access", "Through"],
        ways.map((way) => [
          targetText(way.entry.target),
          [way.sentence, badge("reads", way.reads), badge("public", way.public)],
          statementLinks(way.statements, statements),
        ]),
        "Nobody has access.",
      ),
      section(
        "What is meant",
        ["Status", "Intent", "Finding", "Statements"],
        (meant ?? []).map(({ status, intent, sentence, witness, statements: places }) => [
          status,
          intent ?? "",
          [sentence, lines(witness)],
          lines(places),
        ]),
      ),
      section(
        "Declared and not reachable",
        ["Statement"],
        unreached.map((statement) => [statementLinks([statement], statements)]),
      ),
      notKnownSection(notKnown),
    ],
  });
}

const badge = (text: string, isShown: boolean) =>
  isShown ? [" ", tag("span", { class: "chip" }, text)] : [];

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
