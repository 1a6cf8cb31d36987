import type { ConditionClause, PatternElement } from "../model";
import type { StatementReference } from "./facts";

/** Who has a way in. */
export type Who =
  /** A role or a user, or one session of a role. */
  | { readonly kind: "identity"; readonly arn: string }
  /** Every principal of an account that its own policies let. */
  | { readonly kind: "account"; readonly account: string }
  /** Everyone, anonymous callers too. */
  | { readonly kind: "anyone" }
  /** An AWS service; `*`: every one. */
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "identityProvider"; readonly name: string };

/** Whether it is a role or a user: what a session's ARN leaves out, its role's path, is not known. */
export function isIdentity(who: Who): who is Extract<Who, { readonly kind: "identity" }> {
  return who.kind === "identity" && /^arn:[^:]+:iam::\d{12}:(role|user)\//.test(who.arn);
}

/** What a way leads to. */
export type AccessTarget =
  | {
      readonly kind: "bucket";
      /** Name of the bucket. */
      readonly name: string;
      /** Name of the access point that requests go through; absent: they name the bucket. */
      readonly accessPoint?: string;
    }
  | { readonly kind: "key"; readonly arn: string; readonly alias?: string };

/** A Deny that takes a part of an entry away. */
export interface Exception {
  readonly actions: PatternElement;
  /** Patterns of object keys; the empty text is the bucket itself. Empty: all of the entry's. */
  readonly objects: readonly string[];
  /** Must not hold as a whole. Empty: the part is taken away in any case. */
  readonly conditions: readonly ConditionClause[];
}

/** One way into a bucket, or to a key. */
export interface AccessEntry {
  readonly target: AccessTarget;
  readonly who: Who;
  /** Patterns of actions; negated: all but these. */
  readonly actions: PatternElement;
  /** Patterns of object keys; the empty text is the bucket itself. Empty for a key. */
  readonly objects: readonly string[];
  /** ARNs of the roles assumed on the way, in order; empty: direct. */
  readonly hops: readonly string[];
  /** What must hold, of every statement on the way that allows. */
  readonly conditions: readonly ConditionClause[];
  readonly exceptions: readonly Exception[];
  /** The statements on the way that allow, from the principal to the target, and for a bucket its key. */
  readonly statements: readonly StatementReference[];
  /** What is taken to be allowed because its documents are not known. */
  readonly assumptions: readonly string[];
  /** What cannot be done with the bucket's key although S3 allows it, and why; absent when all can. */
  readonly keyRefuses?: string;
}

/** The same text for two entries exactly if they say the same, whatever the order of their lists. */
export function entryKey(entry: AccessEntry): string {
  const clause = ({ key, operator, qualifier, ifExists, values }: ConditionClause): string =>
    JSON.stringify([key.toLowerCase(), operator, qualifier ?? null, ifExists, [...values].sort()]);
  const element = ({ negated, patterns }: PatternElement): string =>
    JSON.stringify([negated, patterns.map((pattern) => pattern.toLowerCase()).sort()]);
  const { target, who, actions, objects, hops, conditions, exceptions } = entry;
  return JSON.stringify([
    target,
    who,
    element(actions),
    [...objects].sort(),
    hops,
    conditions.map(clause).sort(),
    exceptions
      .map((one) => [element(one.actions), [...one.objects].sort(), one.conditions.map(clause).sort()].join())
      .sort(),
    entry.keyRefuses === undefined,
  ]);
}
