import type { PrincipalElement } from "../model";
import type { Caller } from "./caller";

/**
 * How closely a `Principal` element names a caller, closest first.
 *
 * - `direct`: the user, the session, the service, the provider or everyone
 * - `role`: the role of the session
 * - `account`: the account, which hands the decision to the identity policies there
 */
export type PrincipalMatch = "direct" | "role" | "account";

/** A `Principal` element made ready to be matched often. */
export interface PreparedPrincipal {
  readonly element: PrincipalElement;
  readonly arns: ReadonlySet<string>;
  /** Accounts whose root is named. */
  readonly accounts: ReadonlySet<string>;
}

/** Makes a `Principal` or `NotPrincipal` element ready. */
export function preparePrincipal(element: PrincipalElement): PreparedPrincipal {
  const accounts = element.aws.map((arn) => /^arn:[^:]+:iam::(\d{12}):root$/.exec(arn)?.[1]);
  return {
    element,
    arns: new Set(element.aws),
    accounts: new Set(accounts.filter((account) => account !== undefined)),
  };
}

/**
 * How the element applies to the caller; undefined when it does not.
 *
 * `NotPrincipal` with `Deny` spares a caller only when its account, its role and its session or user are
 * all listed; with `Allow` it leaves out a caller of which any of these is listed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function matchPrincipal(
  prepared: PreparedPrincipal,
  caller: Caller,
  effect: "Allow" | "Deny",
): PrincipalMatch | undefined {
  if (!prepared.element.negated) return named(prepared, caller);
  const spared =
    effect === "Deny" ? wholeChainNamed(prepared, caller) : named(prepared, caller) !== undefined;
  return spared ? undefined : "direct";
}

function named({ element, arns, accounts }: PreparedPrincipal, caller: Caller): PrincipalMatch | undefined {
  if (element.anyone) return "direct";
  switch (caller.kind) {
    case "anonymous":
      return undefined;
    case "service":
      return element.service.includes(caller.name) ? "direct" : undefined;
    case "identityProvider":
      return element.federated.includes(caller.name) ? "direct" : undefined;
    case "root":
      return accounts.has(caller.account) ? "direct" : undefined;
    case "roleSession":
      if (caller.sessionArn !== undefined && arns.has(caller.sessionArn)) return "direct";
      if (arns.has(caller.roleArn)) return "role";
      return accounts.has(caller.account) ? "account" : undefined;
    case "user":
    case "federatedUser":
      if (arns.has(caller.arn)) return "direct";
      return accounts.has(caller.account) ? "account" : undefined;
  }
}

function wholeChainNamed(prepared: PreparedPrincipal, caller: Caller): boolean {
  const { element, arns, accounts } = prepared;
  if (element.anyone) return true;
  switch (caller.kind) {
    case "user":
    case "federatedUser":
      return accounts.has(caller.account) && arns.has(caller.arn);
    case "roleSession": {
      const session = caller.sessionArn === undefined || arns.has(caller.sessionArn);
      return accounts.has(caller.account) && arns.has(caller.roleArn) && session;
    }
    case "anonymous":
    case "service":
    case "identityProvider":
    case "root":
      return named(prepared, caller) !== undefined;
  }
}
