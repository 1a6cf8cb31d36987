import { readPolicy } from "../../../../access/read/readPolicy";
import { listOf, structuresOf } from "../../detect/namedOperation";
import type { AwsError } from "../../model";
import { readDuration } from "./durationSeconds";
import { constraintError, validationError } from "./validationError";

/** What AssumeRole was asked for. */
export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly account: string;
  /** Without path. */
  readonly roleName: string;
  readonly sessionName: string;
  readonly externalId?: string;
  readonly sourceIdentity?: string;
  readonly durationSeconds?: number;
  /** JSON text of an inline session policy. */
  readonly policy?: string;
  readonly policyArns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

export type AssumeRoleReading =
  | { readonly ok: true; readonly request: AssumeRoleRequest }
  | { readonly ok: false; readonly error: AwsError };

interface TextRule {
  readonly least: number;
  readonly most: number;
  readonly pattern: string;
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const rules: Readonly<Record<string, TextRule>> = {
  RoleSessionName: { least: 2, most: 64, pattern: "[\\w+=,.@-]*" },
  ExternalId: { least: 2, most: 1_224, pattern: "[\\w+=,.@:\\/-]*" },
  SourceIdentity: { least: 2, most: 64, pattern: "[\\w+=,.@-]*" },
};
const mostDurationSeconds = 43_200;
const mostPolicyCharacters = 2_048;
const mostPolicyArns = 10;
const mostTags = 50;

/** Reads the parameters of AssumeRole, or says the first that is wrong. */
export function readAssumeRole(parameters: Readonly<Record<string, unknown>>): AssumeRoleReading {
  const refused = (error: AwsError): AssumeRoleReading => ({ ok: false, error });
  const text = (name: string) => (typeof parameters[name] === "string" ? parameters[name] : undefined);
  const roleArn = text("RoleArn");
  const sessionName = text("RoleSessionName");
  if (roleArn === undefined) return refused(constraintError("roleArn", undefined, "not be null"));
  if (sessionName === undefined) return refused(constraintError("roleSessionName", undefined, "not be null"));
  for (const name of Object.keys(rules)) {
    const fault = textFault(name, text(name));
    if (fault !== undefined) return refused(fault);
  }
  const [, account, roleName] =
    /^arn:aws:iam::(\d{12}):role\/(?:[!-~]+\/)?([\w+=,.@-]+)$/.exec(roleArn) ?? [];
  if (account === undefined || roleName === undefined)
    return refused(validationError(`${roleArn} is invalid`));
  const duration = readDuration(parameters.DurationSeconds, mostDurationSeconds);
  if (!duration.ok) return duration;

  const policy = text("Policy");
  const policyArns = structuresOf(parameters, "PolicyArns").map(({ arn = "" }) => arn);
  const policyFault = sessionPolicyFault(policy, policyArns);
  if (policyFault !== undefined) return refused(policyFault);
  const tags = structuresOf(parameters, "Tags").map(({ Key = "", Value = "" }) => [Key, Value] as const);
  const transitiveTagKeys = listOf(parameters, "TransitiveTagKeys");
  const tagsFault = tagFault(tags, transitiveTagKeys);
  if (tagsFault !== undefined) return refused(tagsFault);

  const externalId = text("ExternalId");
  const sourceIdentity = text("SourceIdentity");
  return {
    ok: true,
    request: {
      roleArn,
      account,
      roleName,
      sessionName,
      policyArns,
      tags: Object.fromEntries(tags),
      transitiveTagKeys,
      ...(externalId === undefined ? {} : { externalId }),
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      ...(policy === undefined ? {} : { policy }),
      ...(duration.seconds === undefined ? {} : { durationSeconds: duration.seconds }),
    },
  };
}

function textFault(name: string, value: string | undefined): AwsError | undefined {
  const rule = rules[name];
  if (value === undefined || rule === undefined) return undefined;
  const told = name.charAt(0).toLowerCase() + name.slice(1);
  const { least, most, pattern } = rule;
  if (value.length < least)
    return constraintError(told, value, `have length greater than or equal to ${least}`);
  if (value.length > most) return constraintError(told, value, `have length less than or equal to ${most}`);
  return new RegExp(`^${pattern}$`).test(value)
    ? undefined
    : constraintError(told, value, `satisfy regular expression pattern: ${pattern}`);
}

function sessionPolicyFault(policy: string | undefined, arns: readonly string[]): AwsError | undefined {
  if (arns.length > mostPolicyArns) {
    return constraintError(
      "policyArns",
      arns.join(","),
      `have length less than or equal to ${mostPolicyArns}`,
    );
  }
  if (policy === undefined) return undefined;
  if (policy.length > mostPolicyCharacters) {
    return constraintError("policy", policy, `have length less than or equal to ${mostPolicyCharacters}`);
  }
  const read = readPolicy(policy, "identity");
  if (read.ok) return undefined;
  const [{ path, message } = { path: "", message: "" }] = read.problems;
  return {
    httpStatus: 400,
    code: "MalformedPolicyDocument",
    message: `Syntax errors in policy. ${path} ${message}`.replace("  ", " "),
  };
}

function tagFault(
  tags: readonly (readonly [string, string])[],
  transitiveKeys: readonly string[],
): AwsError | undefined {
  if (tags.length > mostTags)
    return constraintError("tags", undefined, `have length less than or equal to ${mostTags}`);
  const seen = new Set<string>();
  for (const [key, value] of tags) {
    const fits =
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) && /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value);
    if (!fits || /^aws:/i.test(key)) return validationError(`the session tag ${key} is not valid`);
    if (seen.has(key.toLowerCase())) {
      return invalidParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    seen.add(key.toLowerCase());
  }
  const unknown = transitiveKeys.find((key) => !seen.has(key.toLowerCase()));
  return unknown === undefined
    ? undefined
    : invalidParameter("The specified transitive tag key must be included in the requested tags.");
}

/** STS refuses a parameter that does not go with the others. */
export function invalidParameter(message: string): AwsError {
  return { httpStatus: 400, code: "InvalidParameterValue", message };
}
