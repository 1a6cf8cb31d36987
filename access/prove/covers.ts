import type { ConditionClause, PatternElement, PrincipalElement } from "../model";
import { canonicalKey } from "./conditionKeys";
import { globMatches } from "./glob";
import { comparisonOf } from "./operatorFamily";
import { accountOf, delegatedAccount } from "./principalShapes";
import type { SetStatement } from "./problem";

/**
 * Whether one statement, by its text alone, matches every request that another matches.
 *
 * "true" is sure; "false" only says that the texts do not show it.
 */
export function covers(wide: SetStatement, narrow: SetStatement): boolean {
  if (wide.variables !== narrow.variables && (hasVariables(wide) || hasVariables(narrow))) return false;
  return (
    coversPatterns(wide.statement.action, narrow.statement.action, true) &&
    coversResource(wide.statement.resource, narrow.statement.resource) &&
    coversPrincipal(wide.statement.principal, narrow.statement.principal) &&
    wide.statement.conditions.every((clause) =>
      narrow.statement.conditions.some((other) => implies(other, clause)),
    )
  );
}

/** Whether a text of the statement could be a policy variable. */
export function hasVariables({ statement }: SetStatement): boolean {
  const texts = [
    ...(statement.resource?.patterns ?? []),
    ...statement.conditions.flatMap(({ values }) => values),
  ];
  return texts.some((text) => text.includes("${"));
}

function coversResource(wide: PatternElement | undefined, narrow: PatternElement | undefined): boolean {
  if (wide === undefined || narrow === undefined) return wide === narrow;
  return coversPatterns(wide, narrow, false);
}

function coversPatterns(wide: PatternElement, narrow: PatternElement, ignoreCase: boolean): boolean {
  const texts = ({ patterns }: PatternElement) =>
    ignoreCase ? patterns.map((text) => text.toLowerCase()) : patterns;
  const within = (inner: readonly string[], outer: readonly string[]): boolean =>
    inner.every((text) => outer.some((pattern) => includes(pattern, text)));
  if (wide.negated !== narrow.negated) return false;
  return wide.negated ? within(texts(wide), texts(narrow)) : within(texts(narrow), texts(wide));
}

function includes(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  // A "?" reads one character of a variable's value, not of its name; "${?}" is no wildcard.
  if ((text.includes("${") && pattern.includes("?")) || pattern.includes("${*}") || pattern.includes("${?}"))
    return false;
  return globMatches(pattern, text, true);
}

function coversPrincipal(wide: PrincipalElement | undefined, narrow: PrincipalElement | undefined): boolean {
  if (wide === undefined || narrow === undefined) return wide === narrow;
  if (wide.negated || narrow.negated) return JSON.stringify(wide) === JSON.stringify(narrow);
  if (wide.anyone) return true;
  const within = (inner: readonly string[], outer: readonly string[]) =>
    inner.every((name) => outer.includes(name));
  return (
    !narrow.anyone &&
    narrow.aws.every((arn) =>
      wide.aws.some((other) => other === arn || delegatedAccount(other) === accountOf(arn)),
    ) &&
    within(narrow.service, wide.service) &&
    within(narrow.federated, wide.federated) &&
    within(narrow.canonicalUser, wide.canonicalUser)
  );
}

/** Whether a condition that holds makes another one hold, by their texts. */
function implies(strong: ConditionClause, weak: ConditionClause): boolean {
  if (strong.operator !== weak.operator || strong.qualifier !== weak.qualifier) return false;
  if (canonicalKey(strong.key) !== canonicalKey(weak.key)) return false;
  if (strong.ifExists && !weak.ifExists) return false;
  const { negated, family } = comparisonOf(strong.operator);
  const within = (inner: ConditionClause, outer: ConditionClause) =>
    inner.values.every((value) => outer.values.includes(value));
  if (family === "null") return within(strong, weak) && within(weak, strong);
  return negated ? within(weak, strong) : within(strong, weak);
}
