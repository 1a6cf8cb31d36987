import { whoText } from "./accessSentence";
import { cell, place } from "./accessList";
import { codeCell, witnessText } from "./witnessText";
import type { IntentComparison } from "../effective/compareIntents";
import type { Who } from "../effective/accessEntry";
import type { Excess, IntentResult, Missing } from "../effective/intent";

/** One finding of a comparison, ready to be shown. */
export interface ComparisonFinding {
  /** Name of the intent; absent for what serves none. */
  readonly intent?: string;
  readonly status: IntentResult["status"];
  readonly sentence: string;
  /** Statements to look at, each with its document and Sid. */
  readonly statements: readonly string[];
  /** The request that shows an excess. */
  readonly witness: readonly string[];
  /** What it is about: the ARNs on the way, the bucket or key last. */
  readonly about: readonly string[];
}

/** How what is possible compares with what is meant, one sentence a finding, as plain text. */
export function intentComparisonText(comparison: IntentComparison): string {
  const lines = findingsOf(comparison).flatMap(({ intent, status, sentence, statements, witness }) => [
    `${status} ${intent === undefined ? "" : `${intent}: `}${sentence}`,
    ...statements.map((statement) => `    ${status === "missing" ? "by" : "through"} ${statement}`),
    ...witness.map((line) => `    ${line}`),
  ]);
  return `${[...lines, summary(comparison)].join("\n")}\n`;
}

/** The same as Markdown, for a pull request. */
export function intentComparisonMarkdown(comparison: IntentComparison): string {
  const rows = findingsOf(comparison).map(({ intent, status, sentence, statements, witness }) => {
    const cells = [
      status,
      cell(intent ?? ""),
      [cell(sentence), ...witness.map(codeCell)].join("<br>"),
      statements.map(cell).join("<br>"),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = ["| | Intent | Finding | Statements |", "| --- | --- | --- | --- |"];
  return [`**${summary(comparison)}**`, "", ...(rows.length === 0 ? [] : [...head, ...rows, ""])].join("\n");
}

/** The same as JSON text: the comparison itself, and each finding's sentence. */
export function intentComparisonJson(comparison: IntentComparison): string {
  const findings = findingsOf(comparison).map(({ intent, status, sentence }) => ({
    ...(intent === undefined ? {} : { intent }),
    status,
    sentence,
  }));
  return `${JSON.stringify({ accepted: isAccepted(comparison), findings, ...comparison }, null, 2)}\n`;
}

/** Whether everything meant is proven and nothing else is possible or undecided. */
export function isAccepted({ intents, unintended, undecided }: IntentComparison): boolean {
  return (
    intents.every(({ status }) => status === "proven") && unintended.length === 0 && undecided.length === 0
  );
}

/** All findings of a comparison, those of intents that are proven too. */
export function findingsOf({
  intents,
  unintended,
  undecided,
}: IntentComparison): readonly ComparisonFinding[] {
  return [
    ...intents.flatMap(ofIntent),
    ...unintended.map((excess) => ofExcess(excess)),
    ...undecided.map((reason) => ofReason(reason)),
  ];
}

function ofIntent(result: IntentResult): readonly ComparisonFinding[] {
  const { intent } = result;
  switch (result.status) {
    case "proven":
      return [
        {
          intent,
          status: "proven",
          sentence: "works as meant, and nothing more is possible",
          statements: [],
          witness: [],
          about: [],
        },
      ];
    case "exceeds":
      return result.excesses.map((excess) => ({ ...ofExcess(excess), intent }));
    case "missing":
      return result.missing.map((missing) => ({ ...ofMissing(missing), intent }));
    case "unknown":
      return result.reasons.map((reason) => ({ ...ofReason(reason), intent }));
  }
}

function ofExcess({ witness, path, blame, assumptions }: Excess): ComparisonFinding {
  const { principal, action, resource } = witness;
  const [, ...onward] = path;
  const between = onward.filter((arn) => /:(role\/|accesspoint\/)/.test(arn) && arn !== resource);
  const after = between.map((arn) =>
    arn.includes(":accesspoint/")
      ? ` through access point ${lastName(arn)}`
      : ` after assuming ${lastName(arn)}`,
  );
  const told = assumptions.map((assumption) => `, (${assumption})`).join("");
  return {
    status: "exceeds",
    sentence: `${principalText(path[0] ?? principal)} may ${doing(action, resource)}${after.join("")}, which is not meant${told}`,
    statements: blame.map(place),
    witness: witnessText(witness),
    about: [...path.slice(1), resource],
  };
}

function ofMissing({ who, step, action, resource, deniedBy, reason }: Missing): ComparisonFinding {
  return {
    status: "missing",
    sentence: `${principalText(who)} cannot ${step}: ${action} on ${resource} is refused: ${reason}`,
    statements: deniedBy.map(place),
    witness: [],
    about: [resource],
  };
}

const ofReason = (reason: string): ComparisonFinding => ({
  status: "unknown",
  sentence: `not decided, so not accepted: ${reason}`,
  statements: [],
  witness: [],
  about: [],
});

/** A request without its principal, in words. */
export const doing = (action: string, resource: string): string =>
  action.toLowerCase() === "sts:assumerole" ? `assume ${lastName(resource)}` : `${action} on ${resource}`;

const lastName = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** A principal of a request in the words of a list of access. */
export function principalText(principal: string): string {
  if (principal === "*") return "an anonymous caller";
  const root = /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1];
  if (root !== undefined) return `the root user of ${root}`;
  if (!principal.startsWith("arn:")) return `the service ${principal}`;
  const who: Who = { kind: "identity", arn: principal };
  return whoText(who);
}

function summary(comparison: IntentComparison): string {
  const { intents, unintended, undecided } = comparison;
  const count = (status: IntentResult["status"]) => intents.filter((one) => one.status === status).length;
  const parts = (["proven", "exceeds", "missing", "unknown"] as const)
    .map((status) => [count(status), status] as const)
    .filter(([number]) => number > 0)
    .map(([number, status]) => `${number} ${status}`);
  const beside = [
    ...(unintended.length === 0 ? [] : [`${unintended.length} not meant by any`]),
    ...(undecided.length === 0 ? [] : [`${undecided.length} undecided`]),
  ];
  const answer = isAccepted(comparison) ? "Accepted" : "Not accepted";
  return `${answer}: ${intents.length} intent${intents.length === 1 ? "" : "s"}${parts.length === 0 ? "" : `, ${parts.join(", ")}`}${beside.map((part) => `, ${part}`).join("")}`;
}
