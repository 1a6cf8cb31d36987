import type { ConditionClause } from "../model";
import { globMatches } from "../prove/glob";
import { accountOf } from "../prove/principalShapes";
import { isIdentity } from "./accessEntry";
import type { Who } from "./accessEntry";
import { placedStatements } from "./facts";
import type { PlacedStatement } from "./facts";
import type { Identity } from "./identities";
import { deniesAll, whoIsNamed } from "./meeting";
import type { Reaching } from "./reaching";
import { knownKeys, specialise } from "./specialise";
import type { Target } from "./target";

/**
 * Statements that together let someone make requests to a target: a request is granted when all of them match it.
 *
 * They are made for this principal: their `Principal` is met, and what is known of their conditions holds.
 */
export interface Grant {
  readonly target: Target;
  readonly who: Who;
  /** The policies of `who`, where they are known. */
  readonly identity?: Identity | undefined;
  /** The narrowest first; at least one. */
  readonly allows: readonly [PlacedStatement, ...PlacedStatement[]];
  /** Every Deny that surely is about this principal; a request that meets one is not granted. */
  readonly denies: readonly PlacedStatement[];
  /** What is taken to be allowed because its documents are not known. */
  readonly assumptions: readonly string[];
  /** The access point that is the target leads to this bucket. */
  readonly bucket?: Target;
}

/**
 * Every way in which the policies on both sides grant requests to a target.
 *
 * In the target's account one side is enough (not for keys and roles, whose policy must allow); the account's root
 * user, who can do everything unless it is denied, is left out. Across accounts both sides are needed. Principals
 * that are not known are taken to have policies that allow it; of the target's own account only those known count,
 * but for roles that trust it. What the evaluator allows to anyone else, some grant contains.
 */
export function grantsOf(
  target: Target,
  reaching: readonly Reaching[],
  identities: ReadonlyMap<string, Identity>,
): readonly Grant[] {
  const byAccount = new Map<string, Reaching[]>();
  for (const one of reaching) {
    const list = byAccount.get(one.identity.account);
    if (list === undefined) byAccount.set(one.identity.account, [one]);
    else list.push(one);
  }
  const maker = new GrantMaker(target, identities, byAccount);
  const own = target.policyRequired ? [] : (byAccount.get(target.account) ?? []);
  const policy = target.policy === undefined ? [] : placedStatements(target.policy);
  return [
    ...own.flatMap(({ identity, placed }) =>
      maker.ofKnown(identity, [placed], identity.boundary !== undefined),
    ),
    ...policy
      .filter(({ statement }) => statement.effect === "Allow")
      .flatMap((allow) => maker.ofStatement(allow))
      .filter(({ who }) => !target.restricted || insidersOf(who, target).length > 0),
  ];
}

class GrantMaker {
  readonly denies: readonly PlacedStatement[];

  constructor(
    readonly target: Target,
    readonly identities: ReadonlyMap<string, Identity>,
    readonly byAccount: ReadonlyMap<string, readonly Reaching[]>,
  ) {
    const policy = target.policy === undefined ? [] : placedStatements(target.policy);
    this.denies = policy.filter(({ statement }) => statement.effect === "Deny");
  }

  /** What a statement of the target's policy grants, with the other sides that it needs. */
  ofStatement(allow: PlacedStatement): readonly Grant[] {
    const { principal } = allow.statement;
    if (principal === undefined) return [];
    const { target } = this;
    return whoIsNamed(principal).flatMap((who): readonly Grant[] => {
      switch (who.kind) {
        case "anyone":
          return (target.restricted ? insidersOf(who, target) : [who]).flatMap((one) =>
            this.of(one, [allow], []),
          );
        case "service":
        case "identityProvider":
          return this.of(who, [allow], []);
        case "account":
          return this.ofAccount(who.account, allow);
        case "identity":
          return this.ofIdentity(who.arn, allow, false);
      }
    });
  }

  ofAccount(account: string, allow: PlacedStatement): readonly Grant[] {
    const { target } = this;
    const own = account === target.account;
    if (own && !target.policyRequired) return [];
    const named = namedByCondition(allow.statement.conditions)?.filter(
      (pattern) => accountOf(pattern) === account,
    );
    if (named?.every((arn) => !/[*?]/.test(arn)) === true) {
      return named.flatMap((arn) => this.ofIdentity(arn, allow, true));
    }
    const known = (this.byAccount.get(account) ?? []).flatMap(({ identity, placed }) =>
      named?.some((pattern) => globMatches(pattern, identity.arn)) === false
        ? []
        : this.ofKnown(identity, [placed, allow], identity.boundary !== undefined),
    );
    if (own && target.kind === "key" && target.countsUnknown !== true) return known;
    const assumption = `the policies of account ${account} are not all known; they are taken to allow ${what(target)}`;
    return [...known, ...this.of({ kind: "account", account }, [allow], [assumption])];
  }

  /** @param accountNamed whether the statement leaves the decision to the account's own policies */
  ofIdentity(arn: string, allow: PlacedStatement, accountNamed: boolean): readonly Grant[] {
    const who: Who = { kind: "identity", arn };
    const identity = this.identities.get(arn);
    const sameAccount = accountOf(arn) === this.target.account;
    if (sameAccount && !accountNamed) {
      if (identity === undefined) return this.of(who, [allow], []);
      return this.ofKnown(identity, [allow], identity.trust !== undefined && identity.boundary !== undefined);
    }
    if (identity !== undefined) {
      const own = (this.byAccount.get(identity.account) ?? []).filter((one) => one.identity === identity);
      return own.flatMap(({ placed }) =>
        this.ofKnown(identity, [placed, allow], identity.boundary !== undefined),
      );
    }
    return this.of(
      who,
      [allow],
      [`the policies of ${arn} are not known; they are taken to allow ${what(this.target)}`],
    );
  }

  /** @param bounded whether its boundary must allow too */
  ofKnown(
    identity: Identity,
    allows: readonly [PlacedStatement, ...PlacedStatement[]],
    bounded: boolean,
  ): readonly Grant[] {
    const who: Who = { kind: "identity", arn: identity.arn };
    const assumptions = identity.boundaryUnknown
      ? [`the boundary of ${identity.arn} is not known; it is taken to set no limit`]
      : [];
    const limits =
      !bounded || identity.boundary === undefined
        ? undefined
        : placedStatements(identity.boundary).filter(({ statement }) => statement.effect === "Allow");
    return limits === undefined
      ? this.of(who, allows, assumptions, identity)
      : limits.flatMap((limit) => this.of(who, [...allows, limit], assumptions, identity));
  }

  of(
    who: Who,
    allows: readonly [PlacedStatement, ...PlacedStatement[]],
    assumptions: readonly string[],
    identity?: Identity,
  ): readonly Grant[] {
    const keys = knownKeys(this.target, who);
    const [first, ...more] = allows.map((allow) => specialise(allow, this.target, keys));
    const others = more.filter((allow) => allow !== undefined);
    if (first === undefined || others.length < more.length) return [];
    const denies = [
      ...this.denies.filter(({ statement }) => deniesAll(statement.principal, who)),
      ...(identity?.statements ?? []),
      ...(identity?.boundary === undefined ? [] : placedStatements(identity.boundary)),
    ]
      .filter(({ statement }) => statement.effect === "Deny")
      .flatMap((deny) => specialise(deny, this.target, keys) ?? []);
    return [{ target: this.target, who, identity, allows: [first, ...others], denies, assumptions }];
  }
}

const what = ({ kind }: Target): string => (kind === "role" ? "sts:AssumeRole" : "it");

/** Those whom RestrictPublicBuckets leaves: principals of the target's account, and AWS services. */
export function insidersOf(who: Who, { account }: Target): readonly Who[] {
  switch (who.kind) {
    case "anyone":
      return [
        { kind: "account", account },
        { kind: "service", name: "*" },
      ];
    case "account":
      return who.account === account ? [who] : [];
    case "identity":
      return accountOf(who.arn) === account ? [who] : [];
    case "service":
      return [who];
    case "identityProvider":
      return [];
  }
}

/** The principals that a condition on `aws:PrincipalArn` leaves; undefined when there is none. */
function namedByCondition(conditions: readonly ConditionClause[]): readonly string[] | undefined {
  const naming = conditions.find(
    ({ key, operator, qualifier, ifExists, values }) =>
      key.toLowerCase() === "aws:principalarn" &&
      ["ArnEquals", "ArnLike", "StringEquals", "StringLike"].includes(operator) &&
      qualifier === undefined &&
      !ifExists &&
      values.every((arn) => isIdentity({ kind: "identity", arn }) && !arn.includes("$")),
  );
  return naming?.values;
}
