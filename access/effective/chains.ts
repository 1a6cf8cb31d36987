import type { ConditionClause } from "../model";
import type { Exception, Who } from "./accessEntry";
import type { StatementReference } from "./facts";
import { reachOf } from "./reach";
import type { World } from "./world";

/** One way to become a role, and how it is bounded. */
export interface Assumption {
  readonly who: Who;
  /** The last is the role itself. */
  readonly hops: readonly string[];
  readonly conditions: readonly ConditionClause[];
  readonly exceptions: readonly Exception[];
  readonly statements: readonly StatementReference[];
  readonly assumptions: readonly string[];
}

/** Longer chains are cut: each role on them is listed as a way of its own. */
const mostHops = 4;

/** Tells who may assume a role, directly or by way of other roles; no role twice on one way. */
export function assumptionsOf({ identities, roleGrants }: World): (roleArn: string) => readonly Assumption[] {
  const known = new Map<string, readonly Assumption[]>();
  const direct = (roleArn: string): readonly Assumption[] => {
    const found = known.get(roleArn);
    if (found !== undefined) return found;
    const role = identities.get(roleArn);
    const grants = role?.trust === undefined ? [] : roleGrants(role);
    const ways = grants.flatMap((grant): readonly Assumption[] => {
      const reach = reachOf(grant);
      if (reach === undefined) return [];
      const { conditions, exceptions } = reach;
      return [
        {
          who: grant.who,
          hops: [roleArn],
          conditions,
          exceptions: exceptions.map((one) => ({ ...one, objects: [] })),
          statements: grant.allows.map(({ reference }) => reference),
          assumptions: grant.assumptions,
        },
      ];
    });
    known.set(roleArn, ways);
    return ways;
  };

  return (roleArn) => {
    const result: Assumption[] = [];
    const follow = (current: string, onward: Assumption | undefined): void => {
      for (const way of direct(current)) {
        const joined = onward === undefined ? way : join(way, onward);
        if (joined.hops.length > mostHops || new Set(joined.hops).size < joined.hops.length) continue;
        result.push(joined);
        if (way.who.kind === "identity") follow(way.who.arn, joined);
      }
    };
    follow(roleArn, undefined);
    return result;
  };
}

function join(first: Assumption, onward: Assumption): Assumption {
  return {
    who: first.who,
    hops: [...first.hops, ...onward.hops],
    conditions: [...first.conditions, ...onward.conditions],
    exceptions: [...first.exceptions, ...onward.exceptions],
    statements: [...first.statements, ...onward.statements],
    assumptions: [...first.assumptions, ...onward.assumptions],
  };
}
