import { describedServices, globalConditionKeys, serviceData } from "../data/services";
import type { ConditionKeyType } from "../data/services";

/** Who makes a request, as far as it decides which condition keys the request carries. */
export type CallerKind = "iam" | "service" | "federated" | "anonymous";

/** Whether a request carries a key. */
export type Presence = "always" | "optional" | "never";

/** Keys that follow from the principal; they are decided together with it. */
export const principalKeys: ReadonlySet<string> = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principaltype",
  "aws:principalisawsservice",
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:username",
  "kms:calleraccount",
]);

/** Keys that are another name of the same value. */
const aliases: ReadonlyMap<string, string> = new Map([["s3:resourceaccount", "aws:resourceaccount"]]);

/** The key of the account that owns the resource: follows from the ARN where that has an account. */
export const resourceAccountKey = "aws:resourceaccount";

/** The name under which a key is compared: lower case, without its aliases. */
export function canonicalKey(key: string): string {
  const lower = key.toLowerCase();
  return aliases.get(lower) ?? lower;
}

const alwaysPresent: ReadonlySet<string> = new Set([
  "aws:securetransport",
  "aws:currenttime",
  "aws:epochtime",
  "aws:requestedregion",
  "aws:viaawsservice",
  "aws:resourceaccount",
]);

const needsIamPrincipal =
  /^aws:(principaltag\/|principalorg|userid$|multifactorauth|tokenissuetime|federatedprovider|rolesessionname|ec2instancesource|sourceidentity)/;

/**
 * Whether a request of this kind of caller carries the key.
 *
 * Keys that are not named here are free: a request may carry them or not, whatever its action. That is an
 * over-approximation, so "included" stays right.
 *
 * @param key canonical
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, "Availability"
 */
export function presence(key: string, caller: CallerKind): Presence {
  if (alwaysPresent.has(key)) return "always";
  if (caller === "anonymous" && needsIamPrincipal.test(key)) return "never";
  if (key === "aws:userid" && caller === "iam") return "always";
  return "optional";
}

/** Published type of each key, by canonical key up to the variable part of its name. */
const types: ReadonlyMap<string, ConditionKeyType> = new Map(
  [
    globalConditionKeys,
    ...describedServices.map((prefix) => serviceData(prefix)?.conditionKeys ?? {}),
  ].flatMap((keys) => Object.entries(keys).map(([key, type]) => [stem(key), type] as const)),
);

function stem(key: string): string {
  const slash = key.indexOf("/");
  return (slash < 0 ? key : key.slice(0, slash)).toLowerCase();
}

const booleanGlobalKeys: ReadonlySet<string> = new Set([
  "aws:securetransport",
  "aws:multifactorauthpresent",
  "aws:viaawsservice",
  "aws:principalisawsservice",
]);

/** True for keys whose only values are "true" and "false". */
export const isBooleanKey = (key: string): boolean =>
  booleanGlobalKeys.has(key) || types.get(stem(key)) === "Bool";

const listGlobalKeys =
  /^aws:(tagkeys|calledvia|principalorgpaths|resourceorgpaths|sourceorgpaths|vpceorgpaths|principalservicenameslist)$/;

/** True for keys whose value is a 12-digit account. */
export const isAccountKey = (key: string): boolean =>
  key === resourceAccountKey ||
  key === "aws:sourceaccount" ||
  key === "aws:vpceaccount" ||
  key === "s3:dataaccesspointaccount";

/**
 * Whether a request may carry several values of the key.
 *
 * Where the type of a key is not published, a document that uses it with `ForAllValues` or `ForAnyValue` says so.
 */
export function isListKey(key: string, qualified: boolean): boolean {
  if (listGlobalKeys.test(key)) return true;
  const type = types.get(stem(key));
  return type === undefined ? qualified && !key.startsWith("aws:") : type.startsWith("ArrayOf");
}
