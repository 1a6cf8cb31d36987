import type { Statement } from "../model";
import { elementPath, hasKey, statementCheck, statementPath } from "./check";
import type { PolicyCheck } from "./check";

const sourceKeys = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

/** Keys that a request of a service never has. */
const principalKeys =
  /^aws:(?:PrincipalArn|PrincipalAccount|PrincipalOrgID|PrincipalOrgPaths|PrincipalTag\/.+|username)$/i;

/** Checks on `Principal` in resource policies. */
export const principalChecks: readonly PolicyCheck[] = [
  statementCheck("ALLOW_WITH_NOT_PRINCIPAL", "securityWarning", (statement) =>
    statement.effect === "Allow" && statement.principal?.negated === true
      ? [
          {
            path: elementPath(statement, "Principal"),
            message: "allows everyone who is not listed, anonymous callers too: use Principal",
          },
        ]
      : [],
  ),
  statementCheck(
    "FEDERATED_PRINCIPAL_NOT_SUPPORTED",
    "error",
    (statement) =>
      (statement.principal?.federated ?? []).length > 0
        ? [
            {
              path: `${elementPath(statement, "Principal")}.Federated[0]`,
              message: "only role trust policies take identity providers",
            },
          ]
        : [],
    ["resource", "vpcEndpoint"],
  ),
  statementCheck("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", "error", (statement) =>
    onlyServices(statement)
      ? statement.conditions
          .filter(({ key, ifExists }) => !ifExists && principalKeys.test(key))
          .map(({ key }) => ({
            path: statementPath(statement),
            message: `a service never has ${key}: use aws:SourceArn, aws:SourceAccount or aws:SourceOrgID`,
          }))
      : [],
  ),
  statementCheck(
    "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
    "securityWarning",
    (statement) => {
      const { effect, principal, conditions } = statement;
      if (effect === "Deny" || principal === undefined || principal.negated) return [];
      if (principal.service.length === 0) return [];
      if (conditions.some((clause) => sourceKeys.some((key) => hasKey(clause, key)))) return [];
      const message = `the service acts for every account: add ${sourceKeys.join(", ")}, one of them`;
      return [{ path: `${elementPath(statement, "Principal")}.Service[0]`, message }];
    },
    ["resource"],
  ),
];

function onlyServices({ effect, principal }: Statement): boolean {
  if (effect === "Deny" || principal === undefined || principal.negated || principal.anyone) return false;
  return principal.service.length > 0 && principal.aws.length === 0 && principal.federated.length === 0;
}
