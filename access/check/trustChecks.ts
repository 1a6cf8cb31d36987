import type { Statement } from "../model";
import { makeGlob, matchesGlob } from "../operators/pattern";
import { elementPath, hasKey, statementCheck } from "./check";
import type { Checked, Finding, PolicyCheck } from "./check";

const gitHub = "token.actions.githubusercontent.com";

function trustCheck(
  name: string,
  severity: PolicyCheck["severity"],
  find: (statement: Statement, checked: Checked) => string | undefined,
): PolicyCheck {
  const findings = (statement: Statement, checked: Checked): readonly Finding[] => {
    const message = find(statement, checked);
    return message === undefined ? [] : [{ path: elementPath(statement, "Principal"), message }];
  };
  return statementCheck(name, severity, findings, ["trust"]);
}

function takesIn({ action }: Statement, name: string): boolean {
  const lower = name.toLowerCase();
  const named = action.patterns.some((pattern) => matchesGlob(makeGlob(pattern.toLowerCase()), lower));
  return named !== action.negated;
}

/** Names of OIDC providers as they begin condition keys: `accounts.google.com`. */
function oidcProviders({ principal }: Statement): readonly string[] {
  return (principal?.federated ?? [])
    .filter((name) => !name.includes(":saml-provider/"))
    .map((name) => name.replace(/^arn:[^:]+:iam::\d{12}:oidc-provider\//, ""));
}

/** Checks on role trust policies. */
export const trustChecks: readonly PolicyCheck[] = [
  trustCheck("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "error", (statement, { places }) => {
    const inObject = places.has(`${elementPath(statement, "Principal")}.AWS[0]`);
    return statement.principal?.anyone === true && !inObject
      ? '"*" is not supported here: name the accounts, roles or users'
      : undefined;
  }),
  trustCheck("MISMATCHED_ACTION_FOR_PRINCIPAL", "error", (statement) => {
    const { principal } = statement;
    if (statement.effect === "Deny" || principal === undefined) return undefined;
    const saml = principal.federated.some((name) => name.includes(":saml-provider/"));
    const oidc = oidcProviders(statement).length > 0;
    if (saml && !takesIn(statement, "sts:AssumeRoleWithSAML")) {
      return "a SAML provider needs sts:AssumeRoleWithSAML";
    }
    if (oidc && !takesIn(statement, "sts:AssumeRoleWithWebIdentity")) {
      return "an OIDC provider needs sts:AssumeRoleWithWebIdentity";
    }
    const plain = principal.anyone || principal.aws.length > 0 || principal.service.length > 0;
    const assumes = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];
    return plain && !saml && !oidc && !assumes.some((name) => takesIn(statement, name))
      ? "accounts, roles, users and services need sts:AssumeRole"
      : undefined;
  }),
  trustCheck("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", "error", (statement, { document }) => {
    const { effect, principal } = statement;
    if (effect === "Deny" || !usesRolesAnywhere(statement)) return undefined;
    const granting = document.statements.filter(
      (other) => other.effect === "Allow" && usesRolesAnywhere(other),
    );
    const needed = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
    const missing = needed.filter((name) => !granting.some((other) => takesIn(other, name)));
    return principal !== undefined && missing.length > 0
      ? `rolesanywhere.amazonaws.com also needs ${missing.join(" and ")}`
      : undefined;
  }),
  trustCheck("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", "securityWarning", (statement) => {
    if (statement.effect === "Deny") return undefined;
    const open = oidcProviders(statement).filter(
      (name) =>
        !statement.conditions.some(({ key }) => key.toLowerCase().startsWith(`${name.toLowerCase()}:`)),
    );
    return open.length === 0
      ? undefined
      : `everyone who signs in at ${open.join(", ")} can assume the role: add a condition on ${open[0] ?? ""}:sub`;
  }),
  trustCheck("MISSING_GITHUB_REPO_CONDITION_KEY", "securityWarning", (statement) =>
    statement.effect === "Allow" &&
    oidcProviders(statement).includes(gitHub) &&
    !statement.conditions.some((clause) => hasKey(clause, `${gitHub}:sub`))
      ? `every repository of GitHub can assume the role: add a condition on ${gitHub}:sub`
      : undefined,
  ),
];

function usesRolesAnywhere({ principal }: Statement): boolean {
  return principal?.service.includes("rolesanywhere.amazonaws.com") === true;
}
