import type { Decision } from "../evaluate/decision";
import type { Mismatch, StatementExplanation } from "../evaluate/explain";
import type { AccessRequest } from "../evaluate/request";

/** A decision with what a person needs to understand it. */
export interface ExplainedDecision {
  readonly request: AccessRequest;
  readonly decision: Decision;
  readonly statements: readonly StatementExplanation[];
}

/** The decision as plain text: the answer, what decided, and why every other statement did not apply. */
export function decisionText(explained: ExplainedDecision): string {
  const { deciding, others } = split(explained);
  return [
    answer(explained),
    ...deciding.map((statement) => `  ${statement.effect.padEnd(5)}  ${place(statement)}`),
    ...(others.length > 0 ? ["Did not apply:"] : []),
    ...others.flatMap((statement) => [
      `  ${statement.effect.padEnd(5)}  ${place(statement)}`,
      ...statement.mismatches.map((mismatch) => `           ${difference(mismatch, (text) => text)}`),
    ]),
    "",
  ].join("\n");
}

/** The decision as Markdown, for a pull request. */
export function decisionMarkdown(explained: ExplainedDecision): string {
  const { deciding, others } = split(explained);
  const rows = [
    ...deciding.map((statement) => row(statement, "applies")),
    ...others.map((statement) =>
      row(statement, statement.mismatches.map((mismatch) => difference(mismatch, code)).join("; ")),
    ),
  ];
  const table = rows.length === 0 ? [] : ["", "| Effect | Statement | |", "| --- | --- | --- |", ...rows];
  return [`**${escapeCell(answer(explained))}**`, ...table, ""].join("\n");
}

/** The decision as JSON text, with the statements that did not apply and why. */
export function decisionJson({ decision, statements }: ExplainedDecision): string {
  const didNotApply = statements.filter(({ mismatches }) => mismatches.length > 0);
  return `${JSON.stringify({ ...decision, didNotApply }, null, 2)}\n`;
}

function answer({ request, decision }: ExplainedDecision): string {
  const { principal, action, resource } = request;
  const who = principal === "*" ? "an anonymous caller" : principal;
  const what = `${action} on ${resource}`;
  switch (decision.decision) {
    case "allowed":
      return `allowed: ${who} may ${what}`;
    case "explicitlyDenied":
      return `explicitly denied: ${who} may not ${what}`;
    case "implicitlyDenied":
      return `implicitly denied: ${who} may not ${what}; missing: ${decision.missing.join(", ")}`;
  }
}

/** An allowed request is decided by its allows, an explicitly denied one by its denies. */
function split({ decision, statements }: ExplainedDecision) {
  const named = new Set(decision.because.map(({ policy, index }) => `${policy} ${index}`));
  return {
    deciding: statements.filter(({ policy, index }) => named.has(`${policy} ${index}`)),
    others: statements.filter(({ mismatches }) => mismatches.length > 0),
  };
}

function place({ policy, sid, index }: StatementExplanation): string {
  return `${policy} ${sid === undefined || sid === "" ? `Statement[${index}]` : sid}`;
}

function difference({ element, expected, actual }: Mismatch, show: (text: string) => string): string {
  const has = actual.length === 0 ? "does not have the key" : `has ${actual.map(show).join(", ")}`;
  const asks = expected.length === 0 ? "nothing" : expected.map(show).join(" or ");
  return `${show(element)} asks for ${asks}; the request ${has}`;
}

function row(statement: StatementExplanation, cell: string): string {
  return `| ${statement.effect} | ${code(place(statement))} | ${escapeCell(cell)} |`;
}

function code(text: string): string {
  return `\`${text.replace(/`/g, "'")}\``;
}

function escapeCell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\n/g, " ");
}
