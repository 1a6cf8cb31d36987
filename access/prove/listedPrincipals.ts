import type { PrincipalElement } from "../model";
import { holdsOnKeys, identityKeys } from "./askedPrincipals";
import type { Asked, PrincipalClass } from "./askedPrincipals";
import { compileClause } from "./clause";
import type { CompiledClause } from "./clause";
import { principalKeys } from "./conditionKeys";
import type { CallerKind } from "./conditionKeys";
import { accountOf, delegatedAccount, roleOfSession } from "./principalShapes";
import type { IdentityKind } from "./principalShapes";
import type { Problem } from "./problem";
import type { VariableCase, VariableValue } from "./variables";

const namedArns = (asked: readonly Asked[]): readonly string[] => [
  ...new Set(asked.flatMap(({ element }) => element?.aws ?? [])),
];

/** Every identity that is named, and one that is not of each account and of another account. */
export function listedIdentities(kind: Problem["kind"], asked: readonly Asked[]): readonly PrincipalClass[] {
  const named = namedArns(asked);
  const accounts = [...new Set(named.map(accountOf).filter((account) => /^\d{12}$/.test(account)))];
  const other = ["111122223333", "444455556666", "777788889999"].find(
    (account) => !accounts.includes(account),
  );
  const unnamed = [...accounts, other ?? "123456789012"].map((account) => unnamedRole(account, named));
  const own = named.filter(
    (arn) => delegatedAccount(arn) === undefined && /^arn:[^:]+:iam::\d{12}:(role|user)\//.test(arn),
  );
  // NotPrincipal can spare an account's root user alone.
  const spared = asked.flatMap(({ element }) => (element?.negated === true ? element.aws : []));
  const roots = spared.filter((arn) => delegatedAccount(arn) !== undefined);
  const arns = kind === "identity" ? unnamed : [...own, ...unnamed, ...roots];
  return classify(
    asked,
    new Map(),
    arns.map((principal) => {
      const identity = identityOf(principal);
      return { caller: "iam" as const, principal, keys: identityKeys(identity, principal) };
    }),
  );
}

function identityOf(arn: string): IdentityKind {
  if (delegatedAccount(arn) !== undefined) return "root";
  return arn.split(":")[5]?.startsWith("user/") === true ? "user" : "role";
}

/** A role of the account that no document names. */
function unnamedRole(account: string, named: readonly string[]): string {
  for (let number = 0; ; number++) {
    const arn = `arn:aws:iam::${account}:role/example${number === 0 ? "" : number}`;
    if (!named.includes(arn)) return arn;
  }
}

/** Principals that are not IAM users, roles or account roots. */
export function otherPrincipals(
  asked: readonly Asked[],
  variableCase: VariableCase,
): readonly PrincipalClass[] {
  const texts = (part: "service" | "federated" | "canonicalUser", another: string): readonly string[] => {
    const named = [...new Set(asked.flatMap(({ element }) => element?.[part] ?? []))];
    return [...named, another];
  };
  const sessions = namedArns(asked).filter((arn) => !/^arn:[^:]+:iam::\d{12}:/.test(arn));
  const candidates: readonly Omit<PrincipalClass, "mask">[] = [
    ...sessions.map((principal) => ({ caller: "iam" as const, principal, keys: sessionKeys(principal) })),
    ...texts("service", "example.amazonaws.com").map((principal) => ({
      caller: "service" as const,
      principal,
      keys: new Map([
        ["aws:principalisawsservice", "true"],
        ["aws:principalservicename", principal],
        ["aws:principalservicenameslist", principal],
      ]),
    })),
    ...texts("federated", "idp.example.com").map((principal) => ({
      caller: "federated" as const,
      principal,
      keys: new Map<string, string>(),
    })),
    { caller: "anonymous", principal: "*", keys: new Map([["aws:principaltype", "Anonymous"]]) },
  ];
  const possible = candidates.filter(({ keys }) =>
    [...variableCase].every(([key, value]) => {
      if (!principalKeys.has(key)) return true;
      const own = keys.get(key);
      return value.is === "absent"
        ? own === undefined
        : own !== undefined && (value.is === "symbol" || value.text === own);
    }),
  );
  return classify(asked, variableCase, possible);
}

function sessionKeys(arn: string): ReadonlyMap<string, string> {
  const account = accountOf(arn);
  const role = roleOfSession(arn);
  return new Map([
    ["aws:principalarn", role ?? arn],
    ["aws:principalaccount", account],
    ["kms:calleraccount", account],
    ["aws:principaltype", role === undefined ? "FederatedUser" : "AssumedRole"],
    ["aws:principalisawsservice", "false"],
  ]);
}

/**
 * The clauses as they are for one principal: variables that follow from it have its values, and any other variable may
 * be whatever it takes, since a text that is given has no symbol in the variable's place.
 */
function clausesFor(
  { part, clauses }: Asked,
  variableCase: VariableCase,
  keys: ReadonlyMap<string, string>,
): readonly CompiledClause[] {
  if (variableCase.size === 0) return clauses;
  const values = [...variableCase].map(([key, value]): readonly [string, VariableValue] => {
    const own = keys.get(key);
    if (!principalKeys.has(key)) return [key, value];
    return [key, own === undefined ? { is: "absent" } : { is: "text", text: own }];
  });
  return clauses.map(({ clause }) =>
    compileClause(clause, part.side, part.variables, { variableCase: new Map(values), exact: false }),
  );
}

function classify(
  asked: readonly Asked[],
  variableCase: VariableCase,
  candidates: readonly Omit<PrincipalClass, "mask">[],
): readonly PrincipalClass[] {
  const found = new Map<string, PrincipalClass>();
  for (const candidate of candidates) {
    const own = asked.map((one) => ({ ...one, clauses: clausesFor(one, variableCase, candidate.keys) }));
    const holds = own.map((one) => holdsForPrincipal(one, candidate));
    if (holds[0] !== true) continue;
    const mask = asked.reduce((sum, { part }, index) => (holds[index] === true ? sum | part.bit : sum), 0n);
    const key = `${candidate.caller} ${mask.toString(36)} ${candidate.keys.has("aws:username") ? "user" : ""}`;
    if (!found.has(key)) found.set(key, { ...candidate, mask });
  }
  return [...found.values()];
}

function holdsForPrincipal(
  { part, element, clauses }: Asked,
  { caller, principal, keys }: Omit<PrincipalClass, "mask">,
): boolean {
  if (!clauses.every((compiled) => holdsOnKeys(compiled, keys))) return false;
  if (element === undefined) return true;
  if (element.negated && part.statement.effect === "Deny") return !spares(element, caller, principal);
  return names(element, caller, principal) !== element.negated;
}

function spares(element: PrincipalElement, caller: CallerKind, principal: string): boolean {
  if (element.anyone || caller !== "iam") return names(element, caller, principal);
  const role = roleOfSession(principal);
  const chain = role === undefined ? [principal] : [principal, role];
  const accounts = element.aws.map(delegatedAccount);
  return accounts.includes(accountOf(principal)) && chain.every((arn) => element.aws.includes(arn));
}

function names(element: PrincipalElement, caller: CallerKind, principal: string): boolean {
  if (element.anyone) return true;
  if (caller === "service") return element.service.includes(principal);
  if (caller === "federated") return element.federated.includes(principal);
  if (caller === "anonymous") return false;
  return element.aws.some((arn) => {
    const account = delegatedAccount(arn);
    if (account !== undefined) return account === accountOf(principal);
    return arn === principal || arn === roleOfSession(principal) || element.canonicalUser.includes(principal);
  });
}
