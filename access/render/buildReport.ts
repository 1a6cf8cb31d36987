import { compareMeaning } from "../effective/compareIntents";
import type { AccessFacts } from "../effective/facts";
import type { Meaning } from "../effective/intent";
import { listAccess } from "../effective/listAccess";
import { namesSomeAction } from "../effective/meeting";
import type { Statement } from "../model";
import { stackAccess } from "../stack/stackAccess";
import type { StackResource } from "../stack/stackResource";
import { trailsOf } from "../stack/trails";
import type { AccessReport, Way } from "./accessReport";
import { buildPicture } from "./buildPicture";
import { findingsOf } from "./intentComparison";
import type { ShownStatement } from "./picture";
import { place } from "./place";
import { statementJson } from "./statementJson";
import { byTargetAndWho, documentsOf, wayMaker } from "./ways";

/** What a report is made from. */
export interface ReportRequest {
  /** What it is about, like `stack prod`. */
  readonly title: string;
  readonly tense: AccessReport["tense"];
  readonly resources: readonly StackResource[];
  /** What the settings of the stack mean; absent where they are not at hand. */
  readonly meaning?: Meaning | undefined;
}

/** What the resources of a stack allow, beside what is meant. */
export function buildReport({ title, tense, resources, meaning }: ReportRequest): AccessReport {
  const { facts, notKnown, partlyKnown } = stackAccess(resources);
  const entries = listAccess(facts);
  const ways = entries.map(wayMaker(facts)).sort(byTargetAndWho);
  const trails = trailsOf(
    resources,
    facts.buckets.map(({ arn }) => arn),
  );
  return {
    title,
    tense,
    ways,
    ...(meaning === undefined
      ? {}
      : { meant: findingsOf(compareMeaning(facts, { ...meaning, given: partlyKnown })) }),
    unreached: unreached(facts, ways),
    notKnown,
    picture: buildPicture(
      ways.map((way) => ({ way, in: "both", mark: "same" })),
      facts,
      trails,
    ),
  };
}

/** Statements about buckets, keys and roles that allow something, and that no way in goes through. */
function unreached(facts: AccessFacts, ways: readonly Way[]): readonly ShownStatement[] {
  const reached = new Set(ways.flatMap(({ entry }) => entry.statements.map(place)));
  return documentsOf(facts)
    .flatMap(({ name, document }) =>
      document.statements
        .filter((statement) => statement.effect === "Allow" && mayReach(statement))
        .map((statement) => ({
          place: place({
            document: name,
            index: statement.index,
            ...(statement.sid === undefined ? {} : { sid: statement.sid }),
          }),
          json: statementJson(statement),
        })),
    )
    .filter((shown) => !reached.has(shown.place));
}

/** The root user of an account is in no list of access: it may do whatever no Deny takes away. */
function mayReach({ action, principal }: Statement): boolean {
  const onlyRoot =
    principal !== undefined &&
    !principal.negated &&
    !principal.anyone &&
    principal.service.length + principal.federated.length + principal.canonicalUser.length === 0 &&
    principal.aws.every((arn) => arn.endsWith(":root"));
  return (
    !onlyRoot && namesSomeAction(action, ["s3:PutObject", "s3:GetObject", "s3:ListBucket", "kms:Decrypt"])
  );
}
