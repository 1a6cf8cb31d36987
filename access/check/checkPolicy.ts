import type { PolicyKind, Problem } from "../model";
import { lineAndColumn } from "../read/jsonTree";
import { readPolicyWithPlaces } from "../read/readPolicy";
import { actionChecks } from "./actionChecks";
import { arnChecks } from "./arnChecks";
import type { PolicyCheck } from "./check";
import { conditionChecks } from "./conditionChecks";
import { passRoleChecks } from "./passRoleChecks";
import { principalChecks } from "./principalChecks";
import { trustChecks } from "./trustChecks";
import { variableChecks } from "./variableChecks";

/** Every check that needs a document that could be read. */
export const policyChecks: readonly PolicyCheck[] = [
  ...actionChecks,
  ...arnChecks,
  ...conditionChecks,
  ...variableChecks,
  ...principalChecks,
  ...trustChecks,
  ...passRoleChecks,
];

/** Checks of AWS's that the reader makes: a document that fails one cannot be read. */
export const readerChecks: readonly string[] = [
  "DATA_TYPE_MISMATCH",
  "INVALID_ACTION",
  "INVALID_ARN_PREFIX",
  "INVALID_CONDITION_DATA_TYPE",
  "INVALID_CONDITION_KEY_FORMAT",
  "INVALID_CONDITION_OPERATOR",
  "INVALID_EFFECT",
  "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
  "INVALID_POLICY_ELEMENT",
  "INVALID_PRINCIPAL_FORMAT",
  "INVALID_PRINCIPAL_KEY",
  "INVALID_VERSION",
  "JSON_SYNTAX_ERROR",
  "MISSING_ACTION",
  "MISSING_ARN_FIELD",
  "MISSING_EFFECT",
  "MISSING_PRINCIPAL",
  "MISSING_RESOURCE",
  "MISSING_STATEMENT",
  "NULL_WITH_IF_EXISTS",
  "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
  "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
  "SCP_SYNTAX_ERROR_PRINCIPAL",
  "UNIQUE_SIDS_REQUIRED",
  "UNSUPPORTED_ELEMENT_COMBINATION",
  "UNSUPPORTED_PRINCIPAL",
  "UNSUPPORTED_SID",
  "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
  "VARIABLE_UNSUPPORTED_IN_ELEMENT",
];

/**
 * Everything that AWS's policy validation would object to in a document, as far as it is known here.
 *
 * A document that cannot be read gives the reader's problems only. Sorted by place.
 *
 * @param text JSON text
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function checkPolicy(text: string, kind: PolicyKind): readonly Problem[] {
  const { result, places } = readPolicyWithPlaces(text, kind);
  if (!result.ok) return sorted(result.problems);
  const checked = { document: result.document, kind, places };
  const problems = policyChecks
    .filter(({ kinds }) => kinds === undefined || kinds.includes(kind))
    .flatMap(({ name, severity, find }) =>
      find(checked).map(({ path, message }): Problem => {
        const place = places.get(path) ?? places.get(path.replace(/\[\d+\]$/, ""));
        const at = place?.offset === undefined ? {} : lineAndColumn(text, place.offset);
        return { path: place?.path ?? path, message, severity, check: name, ...at };
      }),
    );
  return sorted(problems);
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || (a.path < b.path ? -1 : 1),
  );
}
