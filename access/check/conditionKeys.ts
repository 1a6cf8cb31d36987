import { globalConditionKeys, serviceData } from "../data/services";
import type { ConditionKeyType } from "../data/services";

/** What is known about a condition key. */
export type KnownKey =
  | { readonly known: "yes"; readonly type: ConditionKeyType }
  /** Its service is described, and does not have it. */
  | { readonly known: "no" }
  /** Of a service that is not described here. */
  | { readonly known: "unknown" };

/** Keys of services that AWS counts among the global ones, and older spellings that still work. */
const olderGlobalKeys: Readonly<Record<string, ConditionKeyType>> = {
  "aws:arn": "ARN",
  "aws:sourceorgid": "String",
};

const globals = byLowerCase({ ...globalConditionKeys, ...olderGlobalKeys });

/**
 * Looks up a condition key, in any case.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function findConditionKey(key: string): KnownKey {
  const lower = key.toLowerCase();
  const prefix = lower.slice(0, lower.indexOf(":"));
  if (prefix === "aws") return lookUp(globals, lower);
  const data = serviceData(prefix);
  return data === undefined ? { known: "unknown" } : lookUp(byLowerCase(data.conditionKeys), lower);
}

/** Whether a key can have several values in one request. */
export function isMultivalued(key: string): boolean | undefined {
  const found = findConditionKey(key);
  return found.known === "yes" ? found.type.startsWith("ArrayOf") : undefined;
}

/** Whether `key` is `template`, where a part like `${TagKey}`, `<key>` or `tag-key` stands for any text. */
export function matchesKeyTemplate(template: string, key: string): boolean {
  const [head = ""] = template.toLowerCase().split(/\$\{|<|tag-key/);
  const lower = key.toLowerCase();
  return head.length === template.length
    ? head === lower
    : lower.startsWith(head) && lower.length > head.length;
}

function lookUp(keys: ReadonlyMap<string, ConditionKeyType>, lower: string): KnownKey {
  const exact = keys.get(lower);
  if (exact !== undefined) return { known: "yes", type: exact };
  for (const [template, type] of keys) {
    if (matchesKeyTemplate(template, lower)) return { known: "yes", type };
  }
  return { known: "no" };
}

function byLowerCase(
  keys: Readonly<Record<string, ConditionKeyType>>,
): ReadonlyMap<string, ConditionKeyType> {
  return new Map(Object.entries(keys).map(([key, type]) => [key.toLowerCase(), type]));
}
