type Values = readonly [string, ...string[]];
type Operator = "ArnEquals" | "Bool" | "NumericLessThan" | "StringEquals";
type Principal = "*" | { readonly AWS: Values };

interface Base {
  /** Required here, optional in AWS: findings and tests name a statement by its Sid. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: Values;
  readonly Condition?: { readonly [operator in Operator]?: Readonly<Record<string, Values>> };
}

/** A statement of a policy attached to a user or a role: it has no principal, since it is the bearer. */
export interface IdentityStatement extends Base {
  readonly Resource: Values;
  readonly Principal?: never;
}

/** A statement of a policy attached to a bucket. */
export interface ResourceStatement extends Base {
  readonly Principal: Principal;
  readonly Resource: Values;
}

/** A statement of a role's trust policy: it has no resource, since that is the role itself. */
export interface TrustStatement extends Base {
  readonly Principal: { readonly AWS: Values };
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
