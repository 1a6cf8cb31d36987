import type { AccessFacts } from "../effective/facts";
import type { PolicyDocument } from "../model";
import type { EntityKind } from "./entities";

type Documents = Pick<AccessFacts, "buckets" | "accessPoints" | "keys"> & {
  readonly trusts: readonly PolicyDocument[];
};

const identityArn = /^arn:[^:]+:iam::(\d{12}):(role|user)\/(?:.*\/)?([^/*?$]+)$/;

/**
 * Tells the ARNs, with paths, by which documents name a role or user: as a principal, or under `aws:PrincipalArn`.
 *
 * Attachments give its name alone, which is unique within its account.
 */
export function namedPrincipals({
  buckets,
  accessPoints,
  keys,
  trusts,
}: Documents): (kind: EntityKind, account: string, name: string) => readonly string[] {
  const found = new Map<string, Set<string>>();
  const documents = [
    ...[...buckets, ...accessPoints, ...keys].flatMap(({ policy }) => policy?.document ?? []),
    ...trusts,
  ];
  for (const { statements } of documents) {
    for (const { principal, conditions } of statements) {
      const pinned = conditions.filter(({ key }) => key.toLowerCase() === "aws:principalarn");
      for (const arn of [...(principal?.aws ?? []), ...pinned.flatMap(({ values }) => values)]) {
        const [, account, kind, name] = identityArn.exec(arn) ?? [];
        if (account === undefined || kind === undefined || name === undefined) continue;
        const key = `${account} ${kind} ${name}`;
        const own = found.get(key);
        if (own === undefined) found.set(key, new Set([arn]));
        else own.add(arn);
      }
    }
  }
  return (kind, account, name) => [...(found.get(`${account} ${kind} ${name}`) ?? [])].sort();
}
