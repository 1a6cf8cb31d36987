/**
 * A policy document as the analysis works on it: every legal JSON form read into one shape.
 *
 * Lists are always lists, `Version` is always there, and an element with its `Not` twin is one field
 * with `negated`. Texts keep the spelling of the document.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  /** "2008-10-17" where the document has no Version: policy variables are plain text there. */
  readonly version: "2008-10-17" | "2012-10-17";
  readonly id?: string;
  readonly statements: readonly Statement[];
}

/** Where a document is attached; it decides which elements are required and which are refused. */
export type PolicyKind =
  "identity" | "resource" | "trust" | "serviceControl" | "resourceControl" | "vpcEndpoint";

/** One statement of a policy document. */
export interface Statement {
  /** Position in the document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** Absent in identity policies, service control policies and the like. */
  readonly principal?: PrincipalElement;
  readonly action: PatternElement;
  /** Absent in trust policies, where the resource is the role itself. */
  readonly resource?: PatternElement;
  /** All clauses must hold. Empty: no condition. */
  readonly conditions: readonly ConditionClause[];
}

/** `Principal` or, when negated, `NotPrincipal`. */
export interface PrincipalElement {
  readonly negated: boolean;
  /** `"*"` or `{"AWS": "*"}`: everyone, anonymous callers too. */
  readonly anyone: boolean;
  /** ARNs as written; account ids are read into their `arn:aws:iam::N:root` form. */
  readonly aws: readonly string[];
  readonly service: readonly string[];
  readonly federated: readonly string[];
  readonly canonicalUser: readonly string[];
}

/** `Action`/`NotAction` or `Resource`/`NotResource`: patterns with `*` and `?`. */
export interface PatternElement {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** One key under one operator: holds when any of the values does (none of them, for negated operators). */
export interface ConditionClause {
  /** Base name in AWS's spelling, without qualifier and `IfExists`. */
  readonly operator: ConditionOperatorName;
  readonly qualifier?: "ForAllValues" | "ForAnyValue";
  readonly ifExists: boolean;
  /** As written; condition keys are compared without regard to case. */
  readonly key: string;
  /** Numbers and booleans of the JSON are read into their text. */
  readonly values: readonly string[];
}

/** Every condition operator of the policy language. */
export const conditionOperatorNames = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnLike",
  "ArnNotEquals",
  "ArnNotLike",
  "Null",
] as const;

export type ConditionOperatorName = (typeof conditionOperatorNames)[number];

/** One thing that is wrong in a policy document. */
export interface Problem {
  /** Like `Statement[2].Condition.StringEqual`; empty for the document itself. */
  readonly path: string;
  /** Lower-case clause: what is wrong, what is allowed, what to do. */
  readonly message: string;
  readonly severity: "error" | "securityWarning";
  /** Name of the check in AWS's policy validation, like `INVALID_ACTION`; absent for checks of ours. */
  readonly check?: string;
  /** 1-based place in the JSON text, where the document was read from text. */
  readonly line?: number;
  readonly column?: number;
}

/** A document that was read, or everything that is wrong with it. */
export type ReadResult =
  | { readonly ok: true; readonly document: PolicyDocument; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };
