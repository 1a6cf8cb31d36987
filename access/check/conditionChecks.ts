import { isServicePrefix } from "../data/services";
import type { ConditionClause } from "../model";
import { ipRangeContains, parseIpRange } from "../operators/ip";
import { isRegion } from "./arnChecks";
import { clauseCheck, clausePath, hasKey, statementCheck } from "./check";
import type { PolicyCheck } from "./check";
import { findConditionKey, isMultivalued } from "./conditionKeys";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
  .map(parseIpRange)
  .filter((range) => range !== undefined);

function isPrivate(text: string): boolean {
  const range = parseIpRange(text);
  return range !== undefined && privateRanges.some((outer) => ipRangeContains(outer, range));
}

function onlyPrivate({ operator, key, values }: ConditionClause, wanted: string): boolean {
  return operator === wanted && /^aws:sourceip$/i.test(key) && values.length > 0 && values.every(isPrivate);
}

/** Values that break a form, where the operator compares whole texts; wildcards are not judged. */
function badValues(clause: ConditionClause, key: string, form: RegExp): readonly string[] {
  if (!hasKey(clause, key) || !clause.operator.startsWith("String")) return [];
  return clause.values.filter((value) => !/[*?]|\$\{/.test(value) && !form.test(value));
}

function badForm(clause: ConditionClause, key: string, form: RegExp, like: string): string | undefined {
  const bad = badValues(clause, key, form);
  return bad.length === 0
    ? undefined
    : `${bad.map((value) => `"${value}"`).join(", ")}: must be like ${like}`;
}

const servicePrincipal = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;

/** Checks on `Condition`. */
export const conditionChecks: readonly PolicyCheck[] = [
  clauseCheck("INVALID_GLOBAL_CONDITION_KEY", "error", ({ key }) =>
    /^aws:/i.test(key) && !isBareTagKey(key) && findConditionKey(key).known === "no"
      ? `${key} does not exist`
      : undefined,
  ),
  clauseCheck("UNSUPPORTED_GLOBAL_CONDITION_KEY", "error", (clause) =>
    hasKey(clause, "aws:arn")
      ? `${clause.key} is not supported: use aws:PrincipalArn or aws:SourceArn`
      : undefined,
  ),
  clauseCheck("INVALID_SERVICE_CONDITION_KEY", "error", ({ key }) =>
    !/^aws:/i.test(key) && !isBareTagKey(key) && findConditionKey(key).known === "no"
      ? `${key} does not exist in the service`
      : undefined,
  ),
  clauseCheck("INVALID_SERVICE", "error", ({ key }) => {
    const prefix = key.slice(0, key.indexOf(":"));
    // Keys of identity providers begin with a domain, and saml keys with their own word.
    if (prefix.includes(".") || /^(?:aws|saml)$/i.test(prefix) || isServicePrefix(prefix)) return undefined;
    return `${key}: no AWS service has the prefix "${prefix}"`;
  }),
  clauseCheck("MISSING_TAG_KEY_IN_CONDITION", "error", ({ key }) =>
    isBareTagKey(key) ? `${key} lacks a tag key: write ${key.replace(/\/$/, "")}/tag-key` : undefined,
  ),
  statementCheck("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", "error", (statement) =>
    statement.conditions
      .filter(
        (clause, index) =>
          statement.conditions.findIndex(
            (earlier) => sameOperator(earlier, clause) && hasKey(earlier, clause.key),
          ) < index,
      )
      .map((clause) => ({
        path: clausePath(statement, clause),
        message: `${clause.key} is there in another case`,
      })),
  ),
  clauseCheck("INVALID_CONDITION_MULTIPLE_BOOLEAN", "error", ({ operator, values }) =>
    (operator === "Bool" || operator === "Null") && values.length > 1
      ? `${operator} has ${values.length} values: give one`
      : undefined,
  ),
  clauseCheck("MISSING_QUALIFIER", "error", ({ operator, qualifier, key }) =>
    operator !== "Null" && qualifier === undefined && isMultivalued(key) === true
      ? `${key} has several values in a request: use ForAllValues or ForAnyValue`
      : undefined,
  ),
  clauseCheck("FORALLVALUES_WITH_SINGLE_VALUED_KEY", "securityWarning", ({ qualifier, key }, { effect }) =>
    qualifier === "ForAllValues" && effect === "Allow" && isMultivalued(key) === false
      ? `ForAllValues holds when ${key} is absent, and it never has several values: leave ForAllValues out`
      : undefined,
  ),
  clauseCheck("INVALID_REGION", "error", (clause) => {
    if (!hasKey(clause, "aws:RequestedRegion")) return undefined;
    const wrong = clause.values.filter((value) => !/[*?]|\$\{/.test(value) && !isRegion(value));
    return wrong.length === 0 ? undefined : `${wrong.join(", ")}: no Region`;
  }),
  clauseCheck("INVALID_VPC_FORMAT", "error", (clause) =>
    badForm(clause, "aws:SourceVpc", /^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, "vpc-0123456789abcdef0"),
  ),
  clauseCheck("INVALID_VPCE_FORMAT", "error", (clause) =>
    badForm(clause, "aws:SourceVpce", /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, "vpce-0123456789abcdef0"),
  ),
  clauseCheck(
    "INVALID_SERVICE_PRINCIPAL_FORMAT",
    "error",
    (clause) =>
      badForm(
        clause,
        "kms:ViaService",
        /^[a-z0-9-]+\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
        "s3.eu-west-1.amazonaws.com",
      ) ??
      ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:PrincipalServiceName"]
        .map((key) => badForm(clause, key, servicePrincipal, "cloudtrail.amazonaws.com"))
        .find((message) => message !== undefined),
  ),
  clauseCheck("PRIVATE_IP_ADDRESS", "error", (clause, { effect }) =>
    onlyPrivate(clause, "IpAddress") && effect === "Allow"
      ? "aws:SourceIp is a public address, so this never holds: use aws:VpcSourceIp"
      : undefined,
  ),
  clauseCheck("PRIVATE_NOT_IP_ADDRESS", "error", (clause) =>
    onlyPrivate(clause, "NotIpAddress")
      ? "aws:SourceIp is a public address, so this always holds: use aws:VpcSourceIp"
      : undefined,
  ),
  clauseCheck("MISSING_PAIRED_CONDITION_KEYS", "securityWarning", (clause, { conditions, effect }) =>
    effect === "Allow" &&
    hasKey(clause, "aws:VpcSourceIp") &&
    !conditions.some((other) => hasKey(other, "aws:SourceVpc") || hasKey(other, "aws:SourceVpce"))
      ? "private addresses repeat in every VPC: add aws:SourceVpc or aws:SourceVpce"
      : undefined,
  ),
];

function isBareTagKey(key: string): boolean {
  return /^(?:aws:(?:RequestTag|ResourceTag|PrincipalTag)|iam:ResourceTag|s3:(?:ExistingObjectTag|RequestObjectTag))\/?$/i.test(
    key,
  );
}

function sameOperator(one: ConditionClause, other: ConditionClause): boolean {
  const same = one.operator === other.operator && one.qualifier === other.qualifier;
  return same && one.ifExists === other.ifExists;
}
