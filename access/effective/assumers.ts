import type { ConditionClause, PrincipalElement } from "../model";
import { globMatches } from "../prove/glob";
import { accountOf, delegatedAccount } from "../prove/principalShapes";
import type { Who } from "./accessEntry";
import { placedStatements } from "./facts";
import type { PlacedStatement, StatementReference } from "./facts";
import type { Identity } from "./identities";
import { elementMayMeet, namesSomeAction } from "./meeting";

/** One way to become a role. */
export interface Assumer {
  readonly who: Who;
  /** The last is the role itself. */
  readonly hops: readonly string[];
  readonly conditions: readonly ConditionClause[];
  readonly statements: readonly StatementReference[];
  readonly assumptions: readonly string[];
}

const assumeActions = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];
/** Longer chains are cut: each hop is listed as a way of its own. */
const mostHops = 4;

/**
 * Tells who may assume a role, directly or by way of other roles.
 *
 * Across accounts the caller's own policies must allow it too; of an account of which no role or user is known
 * they are taken to, and the answer says so.
 */
export function assumersOf(
  identities: ReadonlyMap<string, Identity>,
): (role: Identity) => readonly Assumer[] {
  const callers = callersByRole(identities);
  const knownAccounts = new Set([...identities.values()].map(({ account }) => account));
  const known = new Map<string, readonly Assumer[]>();

  const direct = (role: Identity): readonly Assumer[] => {
    const found = known.get(role.arn);
    if (found !== undefined) return found;
    const trust = role.trust === undefined ? [] : placedStatements(role.trust);
    const assumers = trust.flatMap((placed) => trusted(placed, role, identities, knownAccounts, callers));
    known.set(role.arn, assumers);
    return assumers;
  };

  return (role) => {
    const result: Assumer[] = [];
    const follow = (current: Identity, onward: Assumer | undefined): void => {
      for (const assumer of direct(current)) {
        const joined = onward === undefined ? assumer : join(assumer, onward);
        if (joined.hops.length > mostHops || new Set(joined.hops).size < joined.hops.length) continue;
        result.push(joined);
        const before = assumer.who.kind === "identity" ? identities.get(assumer.who.arn) : undefined;
        if (before?.trust !== undefined) follow(before, joined);
      }
    };
    follow(role, undefined);
    return result;
  };
}

function join(first: Assumer, onward: Assumer): Assumer {
  return {
    who: first.who,
    hops: [...first.hops, ...onward.hops],
    conditions: [...first.conditions, ...onward.conditions],
    statements: [...first.statements, ...onward.statements],
    assumptions: [...first.assumptions, ...onward.assumptions],
  };
}

interface Caller {
  readonly identity: Identity;
  readonly placed: PlacedStatement;
}

/** Statements of roles and users that allow to assume a role, found by the role's ARN. */
interface CallersByRole {
  readonly exact: ReadonlyMap<string, readonly Caller[]>;
  readonly wide: readonly Caller[];
}

function callersByRole(identities: ReadonlyMap<string, Identity>): CallersByRole {
  const exact = new Map<string, Caller[]>();
  const wide: Caller[] = [];
  for (const identity of identities.values()) {
    for (const placed of identity.statements) {
      const { effect, action, resource } = placed.statement;
      if (effect === "Deny" || !namesSomeAction(action, assumeActions)) continue;
      const caller = { identity, placed };
      if (
        resource === undefined ||
        resource.negated ||
        resource.patterns.some((text) => /[*?$]/.test(text))
      ) {
        wide.push(caller);
        continue;
      }
      for (const arn of resource.patterns) {
        const list = exact.get(arn);
        if (list === undefined) exact.set(arn, [caller]);
        else list.push(caller);
      }
    }
  }
  return { exact, wide };
}

function trusted(
  placed: PlacedStatement,
  role: Identity,
  identities: ReadonlyMap<string, Identity>,
  knownAccounts: ReadonlySet<string>,
  callers: CallersByRole,
): readonly Assumer[] {
  const { effect, action, principal, conditions } = placed.statement;
  if (effect === "Deny" || principal === undefined || !namesSomeAction(action, assumeActions)) return [];
  const calling = [
    ...(callers.exact.get(role.arn) ?? []),
    ...callers.wide.filter(({ placed: own }) => elementMayMeet(own.statement.resource, [role.arn])),
  ];
  const { named, rest } = namedByCondition(conditions);
  const assumer = (who: Who, by?: PlacedStatement, assumption?: string): Assumer => ({
    who,
    hops: [role.arn],
    conditions: [...(by?.statement.conditions ?? []), ...rest],
    statements: [...(by === undefined ? [] : [by.reference]), placed.reference],
    assumptions: assumption === undefined ? [] : [assumption],
  });
  const identityAssumers = (arn: string, accountNamed: boolean): readonly Assumer[] => {
    const who: Who = { kind: "identity", arn };
    const account = accountOf(arn);
    const by = calling.find(({ identity }) => identity.arn === arn);
    if (by !== undefined) return [assumer(who, by.placed)];
    if (account === role.account && !accountNamed) return [assumer(who)];
    if (identities.has(arn) || account === role.account) return [];
    return [
      assumer(who, undefined, `the policies of ${arn} are not known; they are taken to allow sts:AssumeRole`),
    ];
  };
  const accountAssumers = (account: string): readonly Assumer[] => {
    const inAccount = named?.filter(
      (pattern) => accountOf(pattern) === account || accountOf(pattern) === "*",
    );
    const literal = inAccount?.every((arn) => !/[*?]/.test(arn)) === true;
    if (inAccount !== undefined && literal) return inAccount.flatMap((arn) => identityAssumers(arn, true));
    const matching = calling
      .filter(({ identity }) => identity.account === account)
      .filter(({ identity }) => inAccount?.some((pattern) => globMatches(pattern, identity.arn)) !== false);
    const found = matching.map(({ identity, placed: by }) =>
      assumer({ kind: "identity", arn: identity.arn }, by),
    );
    if (knownAccounts.has(account)) return found;
    const assumption = `the policies of account ${account} are not known; they are taken to allow sts:AssumeRole`;
    return [assumer({ kind: "account", account }, undefined, assumption)].map((one) =>
      inAccount === undefined ? one : { ...one, conditions },
    );
  };
  return whoIsNamed(principal, identityAssumers, accountAssumers, (who) => [{ ...assumer(who), conditions }]);
}

function whoIsNamed(
  principal: PrincipalElement,
  identity: (arn: string, accountNamed: boolean) => readonly Assumer[],
  account: (account: string) => readonly Assumer[],
  other: (who: Who) => readonly Assumer[],
): readonly Assumer[] {
  if (principal.anyone || principal.negated) return other({ kind: "anyone" });
  return [
    ...principal.aws.flatMap((arn) => {
      const whole = delegatedAccount(arn);
      return whole === undefined ? identity(arn, false) : account(whole);
    }),
    ...principal.service.flatMap((name) => other({ kind: "service", name })),
    ...principal.federated.flatMap((name) => other({ kind: "identityProvider", name })),
  ];
}

/** The principals that a condition on `aws:PrincipalArn` leaves, and the other conditions. */
function namedByCondition(conditions: readonly ConditionClause[]): {
  readonly named: readonly string[] | undefined;
  readonly rest: readonly ConditionClause[];
} {
  const naming = conditions.find(
    ({ key, operator, qualifier, ifExists }) =>
      key.toLowerCase() === "aws:principalarn" &&
      ["ArnEquals", "ArnLike", "StringEquals", "StringLike"].includes(operator) &&
      qualifier === undefined &&
      !ifExists,
  );
  return { named: naming?.values, rest: conditions.filter((clause) => clause !== naming) };
}
