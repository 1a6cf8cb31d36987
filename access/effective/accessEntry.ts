import type { ConditionClause } from "../model";
import type { StatementReference } from "./facts";

/** Who has a way in. */
export type Who =
  /** A role or a user. */
  | { readonly kind: "identity"; readonly arn: string }
  /** Every principal of an account that its own policies let. */
  | { readonly kind: "account"; readonly account: string }
  /** Everyone, anonymous callers too. */
  | { readonly kind: "anyone" }
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "identityProvider"; readonly name: string };

/** One way into a bucket. */
export interface AccessEntry {
  /** Name of the bucket. */
  readonly bucket: string;
  readonly who: Who;
  /** Patterns of S3 actions. */
  readonly actions: readonly string[];
  /** Patterns of object keys; the empty text is the bucket itself. */
  readonly objects: readonly string[];
  /** ARNs of the roles assumed on the way, in order; empty: direct. */
  readonly hops: readonly string[];
  /** What must hold, of every statement on the way that allows. */
  readonly conditions: readonly ConditionClause[];
  /** Denies that take a part away: each list must not hold as a whole. */
  readonly exceptions: readonly (readonly ConditionClause[])[];
  /** The statements on the way that allow, from the principal to the bucket and its key. */
  readonly statements: readonly StatementReference[];
  /** What is taken to be allowed because its documents are not known. */
  readonly assumptions: readonly string[];
  /** Why a put does not get through although S3 allows it; absent when it does. */
  readonly keyRefuses?: string;
}

/** The same text for two entries exactly if they say the same, whatever the order of their lists. */
export function entryKey(entry: AccessEntry): string {
  const clause = ({ key, operator, qualifier, ifExists, values }: ConditionClause): string =>
    JSON.stringify([key.toLowerCase(), operator, qualifier ?? null, ifExists, [...values].sort()]);
  const { bucket, who, actions, objects, hops, conditions, exceptions } = entry;
  return JSON.stringify([
    bucket,
    who,
    [...actions].map((action) => action.toLowerCase()).sort(),
    [...objects].sort(),
    hops,
    conditions.map(clause).sort(),
    exceptions.map((list) => list.map(clause).sort().join()).sort(),
    entry.keyRefuses === undefined,
  ]);
}
