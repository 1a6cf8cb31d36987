import type { PolicyDocument } from "../model";
import { Budget, defaultLimits, OverBudget } from "./budget";
import type { Limits } from "./budget";
import { certifier } from "./certificate";
import { problemOf, statementsOf } from "./problem";
import type { ComparableKind, Problem, SetStatement } from "./problem";
import { proveStatement } from "./proveStatement";
import type { StatementResult } from "./proveStatement";
import type { Witness } from "./witness";

/** Whether one set of documents allows only what another allows. */
export type Inclusion =
  | { readonly verdict: "included"; readonly reason: string }
  | { readonly verdict: "exceeds"; readonly witness: Witness; readonly reason: string }
  | { readonly verdict: "unknown"; readonly reason: string };

/**
 * Decides whether every request that the candidate set allows is allowed by the reference set as well.
 *
 * A set allows a request when some Allow of it matches and no Deny does. "included" holds for every well-formed
 * request; "exceeds" comes with one that the point evaluator has confirmed; "unknown" says what could not be
 * decided. Which part of the language is decided exactly: docs/prover.md.
 *
 * @param kind what the documents of both sets are attached to
 */
export function proveInclusion(
  kind: ComparableKind,
  reference: readonly PolicyDocument[],
  candidate: readonly PolicyDocument[],
  limits: Limits = defaultLimits,
): Inclusion {
  const budget = new Budget(limits);
  const ours = statementsOf(candidate);
  const theirs = statementsOf(reference);
  const candidateAllows = certifier(candidate);
  const referenceAllows = certifier(reference);
  const confirms = (witness: Witness): boolean => candidateAllows(witness) && !referenceAllows(witness);

  const doubts: string[] = [];
  for (const proved of ours) {
    if (proved.statement.effect === "Deny") continue;
    const prove = (one: SetStatement) => withinBudget(problemOf(kind, one, ours, theirs), confirms, budget);
    const result = inPieces(proved, prove);
    const name = proved.statement.sid ?? `number ${proved.statement.index}`;
    if (result.verdict === "exceeds") {
      return {
        ...result,
        reason: `the candidate's statement ${name} allows a request that the reference does not`,
      };
    }
    if (result.verdict === "unknown") doubts.push(`statement ${name}: ${result.reason}`);
  }
  if (doubts.length > 0) return { verdict: "unknown", reason: `not decided: ${doubts.join("; ")}` };
  return { verdict: "included", reason: "everything that the candidate allows, the reference allows too" };
}

/** Where a statement is too much at once, its pieces may not be. */
function inPieces(proved: SetStatement, prove: (one: SetStatement) => StatementResult): StatementResult {
  const whole = prove(proved);
  const pieces = byResource(proved);
  if (whole.verdict !== "unknown" || pieces.length === 0) return whole;
  for (const piece of pieces) {
    const result = prove(piece);
    if (result.verdict !== "included") return result;
  }
  return { verdict: "included" };
}

function withinBudget(
  problem: Problem,
  confirms: (witness: Witness) => boolean,
  budget: Budget,
): StatementResult {
  budget.takeIncomplete();
  try {
    const result = proveStatement(problem, confirms, budget);
    const incomplete = budget.takeIncomplete();
    if (result.verdict !== "included" || incomplete === undefined) return result;
    return { verdict: "unknown", reason: incomplete };
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error;
    return { verdict: "unknown", reason: error.message };
  }
}

/** The same statement once for each of its resource patterns: each is a far smaller problem. */
function byResource(proved: SetStatement): readonly SetStatement[] {
  const { resource } = proved.statement;
  if (resource === undefined || resource.negated || resource.patterns.length < 2) return [];
  return resource.patterns.map((pattern) => ({
    ...proved,
    statement: { ...proved.statement, resource: { negated: false, patterns: [pattern] } },
  }));
}
