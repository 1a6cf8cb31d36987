import type { ConditionClause, PrincipalElement } from "../model";
import { globMatches } from "../prove/glob";
import { accountOf, delegatedAccount } from "../prove/principalShapes";
import type { Who } from "./accessEntry";

/** How an intent says who is meant; `Intent.who` tells the forms. */
type Form = "identity" | "pattern" | "account" | "everyone" | "identityProvider" | "service";

/** Stands in a request for an account that the documents do not name. */
const exampleAccount = "444455556666";

function formOf(who: string): Form {
  if (who === "*") return "everyone";
  if (!who.startsWith("arn:")) return "service";
  if (delegatedAccount(who) !== undefined) return "account";
  if (/^[^*?]*:(oidc|saml)-provider\//.test(who)) return "identityProvider";
  return /[*?]/.test(who) ? "pattern" : "identity";
}

/** Whether it is one role or user, of which policies may be known. */
export const isOneIdentity = (who: string): boolean => formOf(who) === "identity";

/** Whether a role or user is among those who are meant, its conditions aside. */
export function meansIdentity(who: string, arn: string): boolean {
  switch (formOf(who)) {
    case "identity":
      return who === arn;
    case "pattern":
      return matchesByField(who, arn);
    case "account":
      return accountOf(who) === accountOf(arn);
    case "everyone":
      return true;
    case "identityProvider":
    case "service":
      return false;
  }
}

/** False only where nobody of these is among those who are meant. */
export function mayMean(who: string, other: Who): boolean {
  const form = formOf(who);
  switch (other.kind) {
    case "anyone":
      return true;
    case "identity":
      return meansIdentity(who, other.arn);
    case "account":
      return form === "everyone" || (who.startsWith("arn:") && globMatches(accountOf(who), other.account));
    case "service":
      return form === "service" && ["*", who].includes(other.name);
    case "identityProvider":
      return form === "identityProvider" && who === other.name;
  }
}

/** The account that those who are meant are of; empty where it may be any. */
export const accountMeant = (who: string): string => (/^\d{12}$/.test(accountOf(who)) ? accountOf(who) : "");

/** As `ArnLike` compares: a wildcard stays within its field. */
function matchesByField(pattern: string, arn: string): boolean {
  const wide = pattern.split(":");
  const fields = arn.split(":");
  return (
    wide.length === fields.length && wide.every((field, index) => globMatches(field, fields[index] ?? ""))
  );
}

/** One statement's way to name some of those who are meant. */
export interface NamedWho {
  readonly principal: PrincipalElement;
  readonly conditions: readonly ConditionClause[];
}

/**
 * How statements name those who are meant: one for each way.
 *
 * @param byAccount whether single roles and users are named by their account and `aws:PrincipalArn`, as a trust policy
 *   does for those that may not exist yet
 */
export function namedWho(who: readonly string[], byAccount: boolean): readonly NamedWho[] {
  const of = (form: Form): readonly string[] => who.filter((one) => formOf(one) === form);
  const exact = of("identity");
  const patterns = of("pattern");
  const plain = [...(byAccount ? [] : exact), ...of("account")];
  const services = of("service");
  const providers = of("identityProvider");
  const named: readonly NamedWho[] = [
    { principal: { ...nobody, aws: plain }, conditions: [] },
    { principal: { ...nobody, service: services }, conditions: [] },
    { principal: { ...nobody, federated: providers }, conditions: [] },
  ].filter(
    ({ principal: { aws, service, federated } }) => aws.length + service.length + federated.length > 0,
  );
  return [
    ...named,
    ...(of("everyone").length > 0 ? [{ principal: anyone, conditions: [] }] : []),
    ...(byAccount ? accountsOf(exact).map((account) => inAccount(account, exact, "ArnEquals")) : []),
    ...accountsOf(patterns).map((account) => inAccount(account, [...exact, ...patterns], "ArnLike")),
  ];
}

function inAccount(account: string, arns: readonly string[], operator: "ArnEquals" | "ArnLike"): NamedWho {
  const own = arns.filter((arn) => accountOf(arn) === account);
  const partition = own[0]?.split(":")[1] ?? "aws";
  return {
    principal: /^\d{12}$/.test(account)
      ? { ...nobody, aws: [`arn:${partition}:iam::${account}:root`] }
      : anyone,
    conditions: [{ operator, ifExists: false, key: "aws:PrincipalArn", values: own }],
  };
}

const accountsOf = (arns: readonly string[]): readonly string[] => [...new Set(arns.map(accountOf))];

const nobody: PrincipalElement = {
  negated: false,
  anyone: false,
  aws: [],
  service: [],
  federated: [],
  canonicalUser: [],
};

/** Everyone, anonymous callers too. */
export const anyone: PrincipalElement = { ...nobody, anyone: true };

/** The actions by which those who are meant become a role. */
export function assumeAction(principal: PrincipalElement): string {
  const [provider] = principal.federated;
  if (provider === undefined) return "sts:AssumeRole";
  return provider.includes(":saml-provider/") ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
}

/** One of those who are meant, as the principal of a request. */
export function examplePrincipal(who: string): string {
  switch (formOf(who)) {
    case "identity":
    case "identityProvider":
    case "service":
      return who;
    case "account":
      return who.replace(/:root$/, ":role/example");
    case "everyone":
      return `arn:aws:iam::${exampleAccount}:role/example`;
    case "pattern": {
      const account = accountOf(who);
      const named = account === "*" ? who.replace("::*:", `::${exampleAccount}:`) : who;
      return named.replace(/\*/g, "example").replace(/\?/g, "0");
    }
  }
}
