import type { BucketFacts, PlacedStatement } from "./facts";
import type { Identity } from "./identities";
import type { Reaching } from "./listAccess";
import { bucketName, elementMayMeet } from "./meeting";

/**
 * Tells which Allow statements of roles and users reach a bucket.
 *
 * Statements that name buckets are found by the bucket's name; only those with a wildcard in the name, or with
 * `NotResource`, are held against every bucket.
 */
export function bucketStatements(
  identities: ReadonlyMap<string, Identity>,
  buckets: readonly BucketFacts[],
): (bucket: BucketFacts) => readonly Reaching[] {
  const exact = new Map<string, Set<Reaching>>(buckets.map(({ arn }) => [bucketName(arn), new Set()]));
  const wide: Reaching[] = [];
  for (const identity of identities.values()) {
    for (const placed of identity.statements) {
      if (placed.statement.effect === "Deny" || !mayBeS3(placed)) continue;
      const reaching = { identity, placed };
      const names = literalNames(placed);
      if (names === undefined) wide.push(reaching);
      else for (const name of names) exact.get(name)?.add(reaching);
    }
  }
  return ({ arn }) => [
    ...(exact.get(bucketName(arn)) ?? []),
    ...wide.filter(({ placed }) => elementMayMeet(placed.statement.resource, [arn, `${arn}/*`])),
  ];
}

const mayBeS3 = ({ statement: { action } }: PlacedStatement): boolean =>
  action.negated || action.patterns.some((pattern) => /^(s3:|[^:]*[*?])/i.test(pattern));

/** The buckets that a statement names; undefined when it may reach any. */
function literalNames({ statement: { resource } }: PlacedStatement): readonly string[] | undefined {
  if (resource === undefined || resource.negated) return undefined;
  const names: string[] = [];
  for (const pattern of resource.patterns) {
    if (/^arn:[^:*?]+:(?!s3:)[^:*?]+:/.test(pattern)) continue;
    const name = /^arn:[^:*?]+:s3:::([^/*?$]+)(?:\/|$)/.exec(pattern)?.[1];
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}
