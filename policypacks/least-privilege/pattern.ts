import type { PolicyDocument } from "../../access/model";

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const escaped = /\$\{[*?$]\}/g;
const variables = /\$\{[^}]*\}/g;

/** Whether a text has a wildcard; for texts in which variables and escapes mean nothing, such as actions. */
export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * A resource pattern in which nothing but wildcards is left of `*` and `?`: an escaped character becomes `_`,
 * and so does a policy variable, since it stands for one text at a time. Before version 2012-10-17 there are
 * neither, and the pattern stays as it is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withoutVariables(pattern: string, version: PolicyDocument["version"]): string {
  return version === "2008-10-17" ? pattern : pattern.replace(escaped, "_").replace(variables, "_");
}

/** Whether a pattern holds a policy variable. */
export function hasVariable(pattern: string, version: PolicyDocument["version"]): boolean {
  return version === "2012-10-17" && pattern.replace(escaped, "_").includes("${");
}

/** Whether a pattern with `*` and `?` matches a text; `/` and `:` are characters like any other. */
export function matches(pattern: string, text: string): boolean {
  let at = 0;
  let inText = 0;
  // Where to go on when a later character fails: the last `*` takes one more. Linear, unlike a RegExp of `.*`.
  let star = -1;
  let starInText = 0;
  while (inText < text.length) {
    const expected = pattern[at];
    if (expected === "*") {
      star = at++;
      starInText = inText;
    } else if (expected === "?" || (expected !== undefined && expected === text[inText])) {
      at++;
      inText++;
    } else if (star >= 0) {
      at = star + 1;
      inText = ++starInText;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

/** Whether a pattern matches an ARN field by field: unless it is `*`, no wildcard reaches over a colon. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === "*") return true;
  const expected = arnFields(pattern);
  const found = arnFields(arn);
  return (
    expected !== undefined &&
    found !== undefined &&
    matches(expected.partition, found.partition) &&
    matches(expected.service, found.service) &&
    matches(expected.region, found.region) &&
    matches(expected.accountId, found.accountId) &&
    matches(expected.resource, found.resource)
  );
}

/** The fields of an ARN behind `arn:`; the last one keeps its colons. */
export interface ArnFields {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** The fields of an ARN or ARN pattern; undefined when it has fewer than six. */
export function arnFields(arn: string): ArnFields | undefined {
  const [prefix, partition, service, region, accountId, ...rest] = arn.split(":");
  if (prefix !== "arn" || rest.length === 0) return undefined;
  return {
    partition: partition ?? "",
    service: service ?? "",
    region: region ?? "",
    accountId: accountId ?? "",
    resource: rest.join(":"),
  };
}
