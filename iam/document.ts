/** A list as a policy element takes it: never empty. */
export type Values = readonly [string, ...string[]];

/** The condition operators that this program writes. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export type Operator =
  | "ArnEquals"
  | "ArnLike"
  | "ArnNotEquals"
  | "ArnNotLike"
  | "Bool"
  | "BoolIfExists"
  | "DateGreaterThanEquals"
  | "DateLessThan"
  | "ForAllValues:StringEquals"
  | "ForAnyValue:StringEquals"
  | "IpAddress"
  | "NotIpAddressIfExists"
  | "Null"
  | "NumericLessThan"
  | "NumericLessThanEquals"
  | "StringEquals"
  | "StringEqualsIfExists"
  | "StringLike"
  | "StringNotEquals"
  | "StringNotEqualsIfExists"
  | "StringNotLike";

/** Everything that must hold, by operator and then by condition key. */
export type Condition = { readonly [operator in Operator]?: Readonly<Record<string, Values>> };

/** Who a statement speaks of. `*` is everybody, so a condition says who. */
export type Principal =
  "*" | { readonly AWS: Values } | { readonly Service: Values } | { readonly Federated: Values };

interface Base {
  /** Required here, optional in AWS: findings and tests name a statement by its Sid. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: Values;
  readonly Condition?: Condition;
}

/** A statement of a policy attached to a user or a role: it has no principal, since it is the bearer. */
export interface IdentityStatement extends Base {
  readonly Resource: Values;
  readonly Principal?: never;
}

/** A statement of a policy attached to a bucket, a key, a topic or another resource. */
export interface ResourceStatement extends Base {
  readonly Principal: Principal;
  readonly Resource: Values;
}

/** A statement of a role's trust policy: it has no resource, since that is the role itself. */
export interface TrustStatement extends Base {
  readonly Principal: Principal;
  readonly Resource?: never;
}

type Statement = IdentityStatement | ResourceStatement | TrustStatement;

/**
 * The policy text as AWS takes it. Same statements, same text.
 *
 * All statements are of one place of use; mixing them does not compile.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyJson<S extends Statement>(...statements: readonly [S, ...S[]]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/**
 * The list as a policy element takes it, which may not be empty.
 *
 * @throws RangeError when `values` is empty; the message starts with `what`
 */
export function nonEmpty(values: readonly string[], what: string): Values {
  const [first, ...others] = values;
  if (first === undefined) throw new RangeError(`${what} must not be empty`);
  return [first, ...others];
}

/**
 * Conditions that must hold together, as one.
 *
 * @throws RangeError where two of them say something about the same key with the same operator: AWS would take the
 *   values of both as alternatives
 */
export function allOf(...conditions: readonly Condition[]): Condition {
  const merged: Partial<Record<Operator, Record<string, Values>>> = {};
  for (const condition of conditions) {
    for (const [operator, keys] of Object.entries(condition) as [Operator, Record<string, Values>][]) {
      const known = (merged[operator] ??= {});
      for (const [key, values] of Object.entries(keys)) {
        if (known[key] !== undefined)
          throw new RangeError(`${operator} ${key} stands twice in one condition`);
        known[key] = values;
      }
    }
  }
  return merged;
}

/** The condition of a statement, or nothing where there is none to state. */
export function when(...conditions: readonly Condition[]): { readonly Condition?: Condition } {
  const condition = allOf(...conditions);
  return Object.keys(condition).length === 0 ? {} : { Condition: condition };
}
