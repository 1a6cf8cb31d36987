import type { PlacedStatement } from "./facts";
import type { Identity } from "./identities";
import { elementMayMeet } from "./meeting";
import { actionIntersection, takesInSomething } from "./patterns";
import type { Target } from "./target";

/** An Allow of an identity's own policies. */
export interface Reaching {
  readonly identity: Identity;
  readonly placed: PlacedStatement;
}

/**
 * Tells which Allow statements of roles and users may reach a target.
 *
 * Statements that name targets are found by the ARN; only those with a wildcard in it, or with `NotResource`, are
 * held against every target of their service.
 */
export function reachingStatements(
  identities: ReadonlyMap<string, Identity>,
): (target: Target) => readonly Reaching[] {
  const exact = new Map<string, Set<Reaching>>();
  const wide = new Map<string, Set<Reaching>>();
  const add = (map: Map<string, Set<Reaching>>, key: string, reaching: Reaching): void => {
    const found = map.get(key);
    if (found === undefined) map.set(key, new Set([reaching]));
    else found.add(reaching);
  };
  for (const identity of identities.values()) {
    for (const placed of identity.statements) {
      const { effect, resource } = placed.statement;
      if (effect === "Deny") continue;
      const reaching = { identity, placed };
      if (resource === undefined || resource.negated) add(wide, "", reaching);
      else {
        for (const pattern of resource.patterns) {
          const anchor = anchorOf(pattern);
          if (anchor === undefined) add(wide, serviceOf(pattern), reaching);
          else add(exact, anchor, reaching);
        }
      }
    }
  }
  return (target) => {
    const found = [
      ...(exact.get(target.arn) ?? []),
      ...["", serviceOf(target.arn)].flatMap((service) =>
        [...(wide.get(service) ?? [])].filter(({ placed }) =>
          elementMayMeet(placed.statement.resource, target.patterns),
        ),
      ),
    ];
    const actions = { negated: false, patterns: target.actions };
    return [...new Set(found)].filter(({ placed }) =>
      takesInSomething(actionIntersection(placed.statement.action, actions)),
    );
  };
}

/** The ARN of the bucket, access point, role or key that a pattern names; undefined when it has a wildcard. */
function anchorOf(pattern: string): string | undefined {
  const bucket = /^(arn:[^:*?$]+:s3:::[^/*?$]+)(?:\/|$)/.exec(pattern)?.[1];
  const accessPoint = /^(arn:[^:*?$]+:s3:[^:*?$]+:[^:*?$]+:accesspoint\/[^/*?$]+)(?:\/|$)/.exec(pattern)?.[1];
  return bucket ?? accessPoint ?? (/[*?$]/.test(pattern) ? undefined : pattern);
}

/** The service of an ARN or a pattern of some; empty when it is not certain. */
const serviceOf = (arn: string): string => /^arn:[^:*?$]+:([^:*?$]+):/.exec(arn)?.[1] ?? "";
