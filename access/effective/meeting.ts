import type { PatternElement, PrincipalElement } from "../model";
import { globMatches } from "../prove/glob";
import { accountOf, delegatedAccount, roleOfSession } from "../prove/principalShapes";
import { isIdentity } from "./accessEntry";
import type { Who } from "./accessEntry";
import { patternsMayMeet } from "./patterns";

/** False only when no text matches both the element and one of the patterns. */
export function elementMayMeet(element: PatternElement | undefined, patterns: readonly string[]): boolean {
  if (element === undefined) return true;
  if (!element.negated)
    return element.patterns.some((own) => patterns.some((other) => patternsMayMeet(own, other)));
  return patterns.some((other) => !element.patterns.some((own) => globMatches(own, other, true)));
}

/** False only when the element names none of the actions; actions are compared without regard to case. */
export function namesSomeAction({ negated, patterns }: PatternElement, actions: readonly string[]): boolean {
  const lowers = patterns.map((pattern) => pattern.toLowerCase());
  return actions.some(
    (action) => lowers.some((pattern) => globMatches(pattern, action.toLowerCase())) !== negated,
  );
}

interface NamedPrincipals {
  readonly arns: ReadonlySet<string>;
  /** Accounts that are named as a whole. */
  readonly accounts: ReadonlySet<string>;
}

const namedPrincipals = new WeakMap<PrincipalElement, NamedPrincipals>();

/** The ARNs and accounts that an element names: a policy can name thousands, and is asked about each. */
function namedBy(element: PrincipalElement): NamedPrincipals {
  const found = namedPrincipals.get(element);
  if (found !== undefined) return found;
  const named = {
    arns: new Set(element.aws),
    accounts: new Set(element.aws.flatMap((arn) => delegatedAccount(arn) ?? [])),
  };
  namedPrincipals.set(element, named);
  return named;
}

/** Whether the `Principal` element of a Deny surely means everyone of these. */
export function deniesAll(element: PrincipalElement | undefined, who: Who): boolean {
  if (element === undefined) return true;
  const { arns, accounts } = namedBy(element);
  if (element.negated) {
    // A Deny spares only those that it lists together with their account.
    const spared = (arn: string) => arns.has(arn) && accounts.has(accountOf(arn));
    return isIdentity(who) && !element.anyone && !spared(who.arn);
  }
  if (element.anyone) return true;
  switch (who.kind) {
    case "identity":
      return arns.has(who.arn) || accounts.has(accountOf(who.arn));
    case "account":
      return accounts.has(who.account);
    case "service":
      return element.service.includes(who.name);
    case "identityProvider":
      return element.federated.includes(who.name);
    case "anyone":
      return false;
  }
}

/**
 * Those of `who` that the `Principal` element of an Allow may mean, as narrow as the element names them; empty only
 * when it means none.
 */
export function allowedOf(element: PrincipalElement | undefined, who: Who): readonly Who[] {
  if (element === undefined || element.anyone || element.negated) return [who];
  const { arns, accounts } = namedBy(element);
  switch (who.kind) {
    case "identity": {
      const { arn } = who;
      const named = arns.has(arn) || accounts.has(accountOf(arn));
      // A session's ARN leaves out the path of its role: what the names do not rule out may be meant.
      if (!isIdentity(who)) return named || element.aws.some((one) => isSessionOf(arn, one)) ? [who] : [];
      const sessions = element.aws.filter((one) => isSessionOf(one, arn));
      return [...(named ? [who] : []), ...sessions.map((one): Who => ({ kind: "identity", arn: one }))];
    }
    case "account": {
      const own = element.aws.filter((arn) => accountOf(arn) === who.account);
      return own.map((arn): Who => {
        return delegatedAccount(arn) === undefined ? { kind: "identity", arn } : who;
      });
    }
    case "service":
      if (who.name === "*") return element.service.map((name) => ({ kind: "service", name }));
      return element.service.includes(who.name) ? [who] : [];
    case "identityProvider":
      return element.federated.includes(who.name) ? [who] : [];
    case "anyone":
      return whoIsNamed(element);
  }
}

/** Whether this may be the ARN of a session of the role. */
export function isSessionOf(session: string, role: string): boolean {
  const name = roleOfSession(session);
  return (
    name !== undefined &&
    accountOf(role) === accountOf(session) &&
    role.slice(role.lastIndexOf("/")) === name.slice(name.lastIndexOf("/"))
  );
}

/** Everyone that an element names. */
export function whoIsNamed(element: PrincipalElement): readonly Who[] {
  if (element.anyone || element.negated) return [{ kind: "anyone" }];
  return [
    ...element.aws.map((arn): Who => {
      const account = delegatedAccount(arn);
      return account === undefined ? { kind: "identity", arn } : { kind: "account", account };
    }),
    ...element.service.map((name): Who => ({ kind: "service", name })),
    ...element.federated.map((name): Who => ({ kind: "identityProvider", name })),
  ];
}

/** The name of a bucket in its ARN. */
export const bucketName = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);
