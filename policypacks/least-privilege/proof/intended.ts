import { compareExcess, compareReachability } from "../../../access/effective/compareIntents";
import type { IntentResult, Meaning } from "../../../access/effective/intent";
import { groupBy } from "../../../access/effective/world";
import { type ComparisonFinding, findingsOf } from "../../../access/render/intentComparison";
import type { StackAccess } from "../../../access/stack/stackAccess";
import type { Options } from "../options";
import type { FoundResource } from "../resource";
import type { StackFinding } from "../rule";
import { resourceAbout } from "./about";
import { meaningOf } from "./meaning";
import { doubts, unknownFindings } from "./notKnown";
import { factsOfStack } from "./stackFacts";

/** Everything that is possible and not meant, and what is not known. Nothing where the configuration means nothing. */
export function notIntended(resources: readonly FoundResource[], options: Options): readonly StackFinding[] {
  const said = meaningOf(options, resources);
  if (said === undefined || !("meaning" in said)) return said?.problems ?? [];
  const access = factsOfStack(resources);
  const meaning = { ...said.meaning, closed: options.closed, given: access.partlyKnown };
  const findings = findingsOf(compareExcess(access.facts, meaning));
  return [
    ...unknownFindings(access.notKnown, resources),
    ...findings
      .filter(({ status }) => status === "exceeds" || status === "unknown")
      .flatMap((finding) => asStackFinding(finding, access, resources)),
  ];
}

/** Everything that is meant and does not work. */
export function notReachable(resources: readonly FoundResource[], options: Options): readonly StackFinding[] {
  const said = meaningOf(options, resources);
  // What is wrong with the configuration, the proof itself reports.
  if (said === undefined || !("meaning" in said)) return [];
  const access = factsOfStack(resources);
  const { meaning } = said;
  const results = compareReachability(access.facts, meaning);
  const missing = findingsOf({ intents: results, unintended: [], undecided: [] }).filter(
    ({ status }) => status === "missing",
  );
  return [
    ...missing.flatMap((finding) => asStackFinding(finding, access, resources)),
    ...notKnownToWork(results, meaning, resources),
  ];
}

const mostNames = 5;

/** One finding for each thing that is not known, as the policy of a key, with all that it may keep from working. */
function notKnownToWork(
  results: readonly IntentResult[],
  { intents, keyIntents = [] }: Meaning,
  resources: readonly FoundResource[],
): readonly StackFinding[] {
  const doubtful = results.flatMap((one) =>
    one.status === "unknown" ? one.reasons.map((reason) => ({ reason, intent: one.intent })) : [],
  );
  return [...groupBy(doubtful, ({ reason }) => reason)].flatMap(([reason, some]) => {
    const names = some.map(({ intent }) => intent);
    const buckets = [...intents, ...keyIntents].flatMap(({ name, bucketArn }) =>
      names.includes(name) ? [bucketArn] : [],
    );
    const resource = resourceAbout(buckets, resources);
    if (resource === undefined) return [];
    const shown = names.slice(0, mostNames).map((name) => JSON.stringify(name));
    const more = names.length > mostNames ? [`${names.length - mostNames} more`] : [];
    return [
      {
        resource,
        where: `access of ${[...shown, ...more].join(", ")}`,
        must: "must be known to work as meant, and is not",
        fix: "see to it that what is not known allows it, bring that into this program, or set unknown to allow",
        details: [reason],
        notKnown: true as const,
      },
    ];
  });
}

function asStackFinding(
  finding: ComparisonFinding,
  { notKnown }: StackAccess,
  resources: readonly FoundResource[],
): readonly StackFinding[] {
  const { intent, status, sentence, statements, witness, about } = finding;
  const resource = resourceAbout([...about].reverse(), resources);
  if (resource === undefined) return [];
  const open = status === "unknown" ? / not known/.test(sentence) : doubts(notKnown, resources)(about);
  const through = statements.map((statement) => `${status === "missing" ? "by" : "through"} ${statement}`);
  return [
    {
      resource,
      where: intent === undefined ? "access" : `access of ${JSON.stringify(intent)}`,
      must: mustOf[status],
      fix: fixOf(finding),
      details: [sentence, ...through, ...witness],
      ...(open ? { notKnown: true as const } : {}),
    },
  ];
}

const mustOf: Readonly<Record<ComparisonFinding["status"], string>> = {
  proven: "must work as meant",
  exceeds: "must not exceed what is meant",
  missing: "must be possible as meant",
  unknown: "must be proven to be as meant",
};

function fixOf({ status, statements }: ComparisonFinding): string {
  switch (status) {
    case "exceeds":
      return statements.length === 0
        ? "restore the statement that denies it to everyone else"
        : `narrow ${statements.join(" or ")}, deny it, or add it to what is meant`;
    case "missing":
      return statements.length === 0
        ? "allow it on both sides, or take it out of what is meant"
        : `let ${statements.join(" and ")} spare it, or take it out of what is meant`;
    case "unknown":
      return "make known what is missing, or write the policies so that they can be compared";
    case "proven":
      return "nothing is to be done";
  }
}
