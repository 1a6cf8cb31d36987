import { decidingStatement } from "./decision";
import type { DecidingStatement } from "./decision";
import { applicablePolicies } from "./applicablePolicies";
import type { PreparedPolicies } from "./preparePolicies";
import type { AccessRequest } from "./request";
import { requestContext } from "./requestContext";
import type { RequestContext } from "./requestContext";
import { matchCaller, matchesAction, matchesResource } from "./statement";
import type { PreparedStatement } from "./statement";
import { spellOperator } from "../read/readCondition";

/** Why an element of a statement does not take in a request. */
export interface Mismatch {
  /** Like `Action`, `NotResource`, `Condition.StringEquals.aws:SourceVpce`. */
  readonly element: string;
  /** What the statement asks for. */
  readonly expected: readonly string[];
  /** What the request has; empty when a condition key is absent. */
  readonly actual: readonly string[];
}

/** One statement and whether it applies to a request. */
export interface StatementExplanation extends DecidingStatement {
  /** Every element that does not take in the request; empty when the statement applies. */
  readonly mismatches: readonly Mismatch[];
}

/**
 * Says of each statement that bears on the caller whether it applies, and if not, why.
 *
 * Slower than `decide`: call it only for a decision that a person looks at.
 */
export function explain(policies: PreparedPolicies, request: AccessRequest): readonly StatementExplanation[] {
  const context = requestContext(request);
  const applicable = applicablePolicies(policies, context);
  const { identity, resource, boundary, session, serviceControl, resourceControl, vpcEndpoint } = applicable;
  const lists = [identity, resource, boundary, session, ...serviceControl, ...resourceControl, vpcEndpoint];
  return lists
    .flatMap((list) => list ?? [])
    .map((statement) => explainStatement(statement, request, context));
}

function explainStatement(
  prepared: PreparedStatement,
  request: AccessRequest,
  context: RequestContext,
): StatementExplanation {
  const { action, resource, principal } = prepared.statement;
  const mismatches: Mismatch[] = [];
  const not = (negated: boolean) => (negated ? "Not" : "");
  if (!matchesAction(prepared, context)) {
    const element = `${not(action.negated)}Action`;
    mismatches.push({ element, expected: action.patterns, actual: [request.action] });
  }
  if (resource !== undefined && !matchesResource(prepared, context)) {
    const element = `${not(resource.negated)}Resource`;
    mismatches.push({ element, expected: resource.patterns, actual: [request.resource] });
  }
  if (principal !== undefined && matchCaller(prepared, context) === undefined) {
    const { aws, service, federated, canonicalUser } = principal;
    const everyone = principal.anyone ? ["*"] : [];
    const expected = [...everyone, ...aws, ...service, ...federated, ...canonicalUser];
    mismatches.push({ element: `${not(principal.negated)}Principal`, expected, actual: [request.principal] });
  }
  for (const { clause, holds } of prepared.clauses) {
    if (holds(context)) continue;
    const element = `Condition.${spellOperator(clause)}.${clause.key}`;
    const actual = context.values.get(clause.key.toLowerCase()) ?? [];
    mismatches.push({ element, expected: clause.values, actual });
  }
  return { ...decidingStatement(prepared), mismatches };
}
