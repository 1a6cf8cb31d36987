import type { PatternElement, PolicyDocument, Statement } from "../../model";
import { candidateOf, kindOf } from "../candidate";
import type { Grant } from "../grants";
import { actionIntersection, elementIntersection, patternCovers, patternsMayMeet } from "../patterns";

/**
 * A document that allows what grants of one target to the same principal do, perhaps less: a grant whose statements only
 * overlap cannot be written as one statement, and is left out.
 */
export function referenceOf(grants: readonly Grant[]): readonly PolicyDocument[] {
  const allows = grants.flatMap((grant): readonly PolicyDocument[] => {
    const statement = meet(grant);
    const [written] = candidateOf(grant);
    if (statement === undefined || written === undefined) return [];
    const principal = written.statements[0]?.principal;
    const trust = kindOf(grant) === "trust";
    const { resource, ...bare } = statement;
    const own: Statement = {
      ...bare,
      ...(principal === undefined ? {} : { principal }),
      ...(trust || resource === undefined ? {} : { resource }),
    };
    return [{ version: written.version, statements: [own] }];
  });
  // Every grant of a target to one principal has the same Denies; where one has not, more is refused than is.
  const denies = grants.flatMap((grant) =>
    candidateOf({ ...grant, allows: [grant.allows[0]] })
      .slice(1)
      .filter(({ statements }) => statements.every(({ effect }) => effect === "Deny")),
  );
  const texts = new Map(denies.map((document) => [JSON.stringify(document), document]));
  return [...allows, ...texts.values()];
}

/** What all statements of a grant allow, as one statement; undefined where it cannot be written so. */
function meet({ allows: [first, ...others] }: Grant): Statement | undefined {
  if (others.length > 0 && [first, ...others].some(({ version }) => version !== "2012-10-17"))
    return undefined;
  let { action, resource } = first.statement;
  for (const { statement } of others) {
    if (!isExact(lower(action), lower(statement.action))) return undefined;
    action = actionIntersection(action, statement.action);
    if (resource === undefined || statement.resource === undefined) resource ??= statement.resource;
    else if (isExact(resource, statement.resource))
      resource = elementIntersection(resource, statement.resource);
    else return undefined;
  }
  const conditions = [first, ...others].flatMap(({ statement }) => statement.conditions);
  return { index: 0, effect: "Allow", action, ...(resource === undefined ? {} : { resource }), conditions };
}

/** Whether the intersection of the elements is no wider than what both match. */
function isExact(left: PatternElement, right: PatternElement): boolean {
  if (left.negated && right.negated) return true;
  const [kept, other] = left.negated ? [right, left] : [left, right];
  return kept.patterns.every((one) =>
    other.patterns.every(
      (two) =>
        patternCovers(two, one) || (!other.negated && patternCovers(one, two)) || !patternsMayMeet(one, two),
    ),
  );
}

const lower = ({ negated, patterns }: PatternElement): PatternElement => ({
  negated,
  patterns: patterns.map((pattern) => pattern.toLowerCase()),
});
