import type { PreparedStatement } from "./statement";

/** A statement that decided. */
export interface DecidingStatement {
  /** Where its document stands in the set: `identityPolicies[0]`, `resourcePolicy`, `serviceControlPolicies[0][1]`. */
  readonly policy: string;
  /** Absent when the statement has no Sid. */
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** Position in its document, from 0. */
  readonly index: number;
}

/** What kept a request from being allowed, where no statement denied it. */
export type Missing =
  | "readable principal"
  | "identity policy"
  | "resource policy"
  | "permissions boundary"
  | "session policy"
  | "service control policy"
  | "resource control policy"
  | "VPC endpoint policy"
  | "Block Public Access"
  | "root users cannot assume roles";

/** The answer to one request. */
export interface Decision {
  readonly decision: "allowed" | "explicitlyDenied" | "implicitlyDenied";
  /** Allowing statements of every side that was needed, or every denying statement; empty when implicitly denied. */
  readonly because: readonly DecidingStatement[];
  /** Empty unless implicitly denied. */
  readonly missing: readonly Missing[];
}

/** Names a statement as part of an answer. */
export function decidingStatement({ policy, statement }: PreparedStatement): DecidingStatement {
  const { sid, effect, index } = statement;
  return { policy, ...(sid === undefined ? {} : { sid }), effect, index };
}
