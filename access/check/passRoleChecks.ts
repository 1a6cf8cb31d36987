import type { Statement } from "../model";
import { makeGlob, matchesGlob } from "../operators/pattern";
import { elementPath, hasKey, statementCheck } from "./check";
import type { PolicyCheck } from "./check";

/** How a statement comes to allow `iam:PassRole`, and for which roles. */
interface Form {
  readonly action: "named" | "wildcard" | "NotAction";
  readonly resource: "wildcard" | "NotResource";
}

const message = "can pass every role to every service: list the roles, or add iam:PassedToService";

function passRoleCheck(name: string, form: Form): PolicyCheck {
  return statementCheck(name, "securityWarning", (statement) => {
    const found = formOf(statement);
    const here = found?.action === form.action && found.resource === form.resource;
    return here ? [{ path: elementPath(statement, "Resource"), message }] : [];
  });
}

function formOf(statement: Statement): Form | undefined {
  const { effect, action, resource, conditions } = statement;
  if (effect === "Deny" || resource === undefined) return undefined;
  if (conditions.some((clause) => hasKey(clause, "iam:PassedToService"))) return undefined;
  const taken = action.patterns.filter((pattern) =>
    matchesGlob(makeGlob(pattern.toLowerCase()), "iam:passrole"),
  );
  if (taken.length > 0 === action.negated) return undefined;
  if (!resource.negated && !resource.patterns.some(isEveryRole)) return undefined;
  const named = taken.some((pattern) => !/[*?]/.test(pattern));
  return {
    action: action.negated ? "NotAction" : named ? "named" : "wildcard",
    resource: resource.negated ? "NotResource" : "wildcard",
  };
}

/** `*`, or an ARN whose wildcards take in every role of an account. */
function isEveryRole(pattern: string): boolean {
  const glob = makeGlob(pattern);
  return (
    ["a", "z/b"].every((name) => matchesGlob(glob, `arn:aws:iam::000000000000:role/${name}`)) ||
    isAnyAccount(pattern)
  );
}

function isAnyAccount(pattern: string): boolean {
  return /^arn:[^:]*:iam::[^:]*:(?:\*|role\/\*)$/.test(pattern);
}

/** Checks on who may pass which role. */
export const passRoleChecks: readonly PolicyCheck[] = [
  passRoleCheck("PASS_ROLE_WITH_STAR_IN_RESOURCE", { action: "named", resource: "wildcard" }),
  passRoleCheck("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", { action: "wildcard", resource: "wildcard" }),
  passRoleCheck("PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", {
    action: "NotAction",
    resource: "wildcard",
  }),
  passRoleCheck("PASS_ROLE_WITH_NOT_RESOURCE", { action: "named", resource: "NotResource" }),
  passRoleCheck("PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", {
    action: "wildcard",
    resource: "NotResource",
  }),
  passRoleCheck("PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", {
    action: "NotAction",
    resource: "NotResource",
  }),
];
