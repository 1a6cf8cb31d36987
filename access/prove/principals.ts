import type { PrincipalElement } from "../model";
import type { Budget } from "./budget";
import { compileClause, holdsForValue, holdsWhenAbsent, meetsAnyValue } from "./clause";
import type { CompiledClause, VariableReading } from "./clause";
import { canonicalKey, principalKeys } from "./conditionKeys";
import type { CallerKind } from "./conditionKeys";
import { patternsOfClause, variablesAreExact } from "./exactVariables";
import { any, digit, literals, manyOf, notSlash } from "./items";
import type { Sequence } from "./items";
import { within } from "./patterns";
import {
  accountOf,
  delegatedAccount,
  elementSequences,
  identityShape,
  inAccount,
  principalTypes,
  roleOfSession,
  sparedSequences,
  userNamed,
} from "./principalShapes";
import type { IdentityKind } from "./principalShapes";
import type { Part, Problem } from "./problem";
import { stringClasses } from "./stringClasses";
import type { Language } from "./stringClasses";
import type { VariableCase } from "./variables";

/** Principals that the same statements mean and that carry the same principal keys, with one of them. */
export interface PrincipalClass {
  readonly caller: CallerKind;
  /** An ARN, a service, an identity provider, or `*` for an anonymous caller. */
  readonly principal: string;
  /** Bits of the statements whose principal and principal keys it satisfies. */
  readonly mask: bigint;
  /** Values of the keys that follow from the principal, by canonical key. */
  readonly keys: ReadonlyMap<string, string>;
}

/** What one statement asks of the principal. */
interface Asked {
  readonly part: Part;
  readonly element: PrincipalElement | undefined;
  readonly clauses: readonly CompiledClause[];
}

/**
 * The classes of the principals that the proved statement means.
 *
 * Identity policies: roles and users of every account. Other policies also: account roots, named sessions,
 * services, identity providers, anonymous callers; of each at least one that no document names.
 *
 * @throws OverBudget
 */
export function principalClasses(
  { kind, proved, others, demanded }: Problem,
  variableCase: VariableCase,
  budget: Budget,
): readonly PrincipalClass[] {
  const parts = [proved, ...others];
  const patterns = parts.flatMap(({ statement, variables }) =>
    variables ? principalClauses(statement.conditions).flatMap(patternsOfClause) : [],
  );
  const reading = { variableCase, exact: variablesAreExact(patterns) };
  const asked = parts.map((part) => askedOf(part, reading));
  const identities = needsIdentities(asked, variableCase)
    ? identityKinds(kind, variableCase).flatMap((identity) =>
        walk(identity, asked, demanded?.statement.principal, variableCase, budget),
      )
    : enumerate(kind, asked);
  return kind === "identity" ? identities : [...identities, ...namedAndOther(asked, variableCase)];
}

const principalClauses = (conditions: Part["statement"]["conditions"]) =>
  conditions.filter(({ key }) => principalKeys.has(canonicalKey(key)));

function askedOf(part: Part, reading: VariableReading): Asked {
  const clauses = principalClauses(part.statement.conditions).map((clause) => {
    const anchored = part.role === "proved" && clause.values.some((text) => text.includes("${"));
    return compileClause(clause, anchored ? "must" : part.side, part.variables, reading);
  });
  return { part, element: part.statement.principal, clauses };
}

function needsIdentities(asked: readonly Asked[], variableCase: VariableCase): boolean {
  return (
    asked.some(({ clauses }) => clauses.length > 0) ||
    [...variableCase.keys()].some((key) => principalKeys.has(key))
  );
}

function identityKinds(kind: Problem["kind"], variableCase: VariableCase): readonly IdentityKind[] {
  const username = variableCase.get("aws:username");
  const kinds: readonly IdentityKind[] = kind === "identity" ? ["role", "user"] : ["role", "user", "root"];
  if (username === undefined) return kinds;
  return kinds.filter((identity) => (identity === "user") === (username.is !== "absent"));
}

/** The keys that follow from an identity's ARN. */
export function identityKeys(identity: IdentityKind, arn: string): ReadonlyMap<string, string> {
  const account = accountOf(arn);
  const keys = new Map([
    ["aws:principalarn", arn],
    ["aws:principalaccount", account],
    ["kms:calleraccount", account],
    ["aws:principaltype", principalTypes[identity]],
    ["aws:principalisawsservice", "false"],
  ]);
  if (identity === "user") keys.set("aws:username", arn.slice(arn.lastIndexOf("/") + 1));
  return keys;
}

function walk(
  identity: IdentityKind,
  asked: readonly Asked[],
  demanded: PrincipalElement | undefined,
  variableCase: VariableCase,
  budget: Budget,
): readonly PrincipalClass[] {
  const languages: Language[] = [];
  const tests = asked.map(({ part, element, clauses }) => {
    const checks = clauses.map((compiled): ((accepted: readonly boolean[]) => boolean) => {
      const language = identityLanguage(identity, compiled);
      if (language === undefined) {
        const holds = holdsOnIdentity(identity, compiled);
        return () => holds;
      }
      const index = languages.push(language) - 1;
      return (accepted) => holdsForValue(compiled, accepted[index] === true);
    });
    if (element !== undefined) {
      const sparing = element.negated && part.statement.effect === "Deny";
      const sequences = sparing ? sparedSequences(element) : elementSequences(element);
      const index = languages.push({ sequences, lenient: (part.side === "may") !== element.negated }) - 1;
      checks.push((accepted) => (accepted[index] === true) !== element.negated);
    }
    return {
      bit: part.bit,
      holds: (accepted: readonly boolean[]) => checks.every((check) => check(accepted)),
    };
  });
  const own = asked[0]?.element;
  const required: Language[] = [
    { sequences: identityShape(identity), lenient: true },
    ...fixed(variableCase),
  ];
  for (const element of [own, demanded]) {
    if (element?.negated === false) required.push({ sequences: elementSequences(element), lenient: true });
  }

  return stringClasses(required, languages, budget).flatMap(
    ({ witness, accepted }): readonly PrincipalClass[] => {
      const [proved, ...rest] = tests;
      if (proved?.holds(accepted) !== true) return [];
      const mask = rest.reduce((sum, { bit, holds }) => (holds(accepted) ? sum | bit : sum), 0n);
      return [{ caller: "iam", principal: witness, mask, keys: identityKeys(identity, witness) }];
    },
  );
}

/** What the texts that variables are fixed to in this case say about the ARN. */
function fixed(variableCase: VariableCase): readonly Language[] {
  return [...variableCase].flatMap(([key, value]): readonly Language[] => {
    if (value.is !== "text") return [];
    const sequences = keySequences(key, literals(value.text));
    return sequences === undefined ? [] : [{ sequences, lenient: true }];
  });
}

/** The identity ARNs for which a key has a value of this sequence; undefined for keys that the ARN does not tell. */
function keySequences(key: string, value: Sequence): readonly Sequence[] | undefined {
  if (key === "aws:principalarn") return [value];
  if (key === "aws:principalaccount" || key === "kms:calleraccount") return [inAccount(within(value, digit))];
  return key === "aws:username" ? userNamed(within(value, notSlash)) : undefined;
}

function identityLanguage(identity: IdentityKind, compiled: CompiledClause): Language | undefined {
  const { clause, comparison, language } = compiled;
  if (comparison.family !== "string" && comparison.family !== "arn") return undefined;
  const key = canonicalKey(clause.key);
  if (key === "aws:username" && identity !== "user") return undefined;
  const sequences = language.sequences.map((sequence) => keySequences(key, sequence));
  if (sequences.includes(undefined) || keySequences(key, [manyOf(any)]) === undefined) return undefined;
  return { sequences: sequences.flatMap((some) => some ?? []), lenient: language.lenient };
}

/** Whether a clause that the ARN does not decide holds for every identity of the kind. */
function holdsOnIdentity(identity: IdentityKind, compiled: CompiledClause): boolean {
  const example = identityKeys(identity, `arn:aws:iam::000000000000:${identity}/a`);
  return holdsOnKeys(compiled, example);
}

function holdsOnKeys(compiled: CompiledClause, keys: ReadonlyMap<string, string>): boolean {
  const value = keys.get(canonicalKey(compiled.clause.key));
  return value === undefined
    ? holdsWhenAbsent(compiled)
    : holdsForValue(compiled, meetsAnyValue(compiled, value), value === "");
}

const namedArns = (asked: readonly Asked[]): readonly string[] => [
  ...new Set(asked.flatMap(({ element }) => element?.aws ?? [])),
];

/** Every identity that is named, and one that is not of each account and of another account. */
function enumerate(kind: Problem["kind"], asked: readonly Asked[]): readonly PrincipalClass[] {
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
function namedAndOther(asked: readonly Asked[], variableCase: VariableCase): readonly PrincipalClass[] {
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
  return classify(asked, possible);
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

function classify(
  asked: readonly Asked[],
  candidates: readonly Omit<PrincipalClass, "mask">[],
): readonly PrincipalClass[] {
  const found = new Map<string, PrincipalClass>();
  for (const candidate of candidates) {
    const holds = asked.map((one) => holdsForPrincipal(one, candidate));
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
