import { resourceAccountKey } from "./conditionKeys";
import { any, digit, literals, manyOf, notColon } from "./items";
import type { Sequence } from "./items";
import { within } from "./patterns";

/** Condition keys, canonical, whose values follow from a resource's ARN. */
export type OwnedKeys = ReadonlySet<string>;

/** The ARN tells nothing but itself. */
export const noKeys: OwnedKeys = new Set();
const accountKeys: OwnedKeys = new Set([resourceAccountKey]);
const accessPointKeys: OwnedKeys = new Set([
  resourceAccountKey,
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);

/** The keys that follow from the ARNs of a template. */
export function keysOfTemplate(template: string): OwnedKeys {
  const fields = template.split(":");
  if (fields[4] !== "${Account}") return noKeys;
  return fields[2] === "s3" && fields[5]?.startsWith("accesspoint/") === true ? accessPointKeys : accountKeys;
}

/** The keys that may follow from an ARN. */
export const resourceKeys: OwnedKeys = accessPointKeys;

/** The ARNs for which a key that follows from them has a value of this sequence. */
export function arnsWithKey(key: string, value: Sequence): readonly Sequence[] {
  if (key === "s3:dataaccesspointarn") return [value, [...value, ...literals("/"), manyOf(any)]];
  const field = [manyOf(notColon), ...literals(":")];
  return [
    [
      ...literals("arn:"),
      ...field,
      ...field,
      ...field,
      ...within(value, digit),
      ...literals(":"),
      manyOf(any),
    ],
  ];
}

/** The values of the keys that follow from a concrete ARN. */
export function keysOfArn(arn: string, keys: OwnedKeys): ReadonlyMap<string, string> {
  const account = arn.split(":")[4] ?? "";
  const accessPoint = /^arn:[^:]+:s3:[^:]*:\d{12}:accesspoint\/[^/]+/.exec(arn)?.[0] ?? arn;
  return new Map([...keys].map((key) => [key, key === "s3:dataaccesspointarn" ? accessPoint : account]));
}
