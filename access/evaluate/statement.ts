import type { PolicyDocument, Statement } from "../model";
import { compilePattern, makeGlob, matchesGlob, resolvePattern } from "../operators/pattern";
import type { Glob, Pattern } from "../operators/pattern";
import { prepareClause } from "./condition";
import type { PreparedClause } from "./condition";
import { matchPrincipal, preparePrincipal } from "./principalElement";
import type { PreparedPrincipal, PrincipalMatch } from "./principalElement";
import type { RequestContext } from "./requestContext";

/** A statement made ready to be matched often. */
export interface PreparedStatement {
  /** Where its document stands in the set, like `identityPolicies[0]`. */
  readonly policy: string;
  readonly statement: Statement;
  readonly actions: readonly Glob[];
  readonly principal?: PreparedPrincipal;
  readonly resources: readonly Pattern[];
  readonly clauses: readonly PreparedClause[];
}

/** Makes every statement of a document ready. */
export function prepareDocument(document: PolicyDocument, policy: string): readonly PreparedStatement[] {
  const variables = document.version === "2012-10-17";
  return document.statements.map((statement) => ({
    policy,
    statement,
    // Actions are compared without regard to case.
    actions: statement.action.patterns.map((pattern) => makeGlob(pattern.toLowerCase())),
    ...(statement.principal === undefined ? {} : { principal: preparePrincipal(statement.principal) }),
    resources: (statement.resource?.patterns ?? []).map((pattern) => compilePattern(pattern, variables)),
    clauses: statement.conditions.map((clause) => prepareClause(clause, variables)),
  }));
}

/**
 * How a statement applies to a request; undefined when it does not.
 *
 * A statement without `Principal` applies to whoever its document is attached to: `direct`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function matchStatement(
  prepared: PreparedStatement,
  context: RequestContext,
): PrincipalMatch | undefined {
  if (!matchesAction(prepared, context) || !matchesResource(prepared, context)) return undefined;
  const match = matchCaller(prepared, context);
  if (match === undefined) return undefined;
  return prepared.clauses.every((clause) => clause.holds(context)) ? match : undefined;
}

/** Whether `Action` or `NotAction` takes in the request's action. */
export function matchesAction(
  { statement, actions }: PreparedStatement,
  { action }: RequestContext,
): boolean {
  return actions.some((glob) => matchesGlob(glob, action)) !== statement.action.negated;
}

/**
 * Whether `Resource` or `NotResource` takes in the request's resource.
 *
 * A pattern whose variable has no value takes in nothing, and under `NotResource` makes the statement
 * not apply.
 */
export function matchesResource(prepared: PreparedStatement, context: RequestContext): boolean {
  const element = prepared.statement.resource;
  if (element === undefined) return true;
  let taken = false;
  for (const pattern of prepared.resources) {
    const glob = resolvePattern(pattern, context.single);
    if (glob === undefined) {
      if (element.negated) return false;
    } else if (matchesGlob(glob, context.resource)) {
      taken = true;
    }
  }
  return taken !== element.negated;
}

/** How `Principal` or `NotPrincipal` takes in the caller. */
export function matchCaller(
  { principal, statement }: PreparedStatement,
  { caller }: RequestContext,
): PrincipalMatch | undefined {
  if (caller === undefined) return undefined;
  return principal === undefined ? "direct" : matchPrincipal(principal, caller, statement.effect);
}
