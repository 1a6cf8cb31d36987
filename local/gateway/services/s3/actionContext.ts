import { actionData, serviceData } from "../../../../access/data/services";
import type { Need } from "../../model";

/** Values by condition key. */
export type Context = Need["context"];

const templates = new Map<
  string,
  { readonly exact: ReadonlySet<string>; readonly prefixes: readonly string[] }
>();

/**
 * The condition keys among `context` that an action has.
 *
 * A key that an action does not have is absent from its request, whatever headers come with it:
 * `s3:x-amz-server-side-encryption` says nothing about s3:PutObjectTagging.
 *
 * @param action like `s3:PutObject`
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function contextOfAction(action: string, context: Context): Context {
  const { exact, prefixes } = keysOf(action);
  return Object.fromEntries(
    Object.entries(context).filter(([key]) => {
      const lower = key.toLowerCase();
      return exact.has(lower) || prefixes.some((prefix) => lower.startsWith(prefix));
    }),
  );
}

function keysOf(action: string): {
  readonly exact: ReadonlySet<string>;
  readonly prefixes: readonly string[];
} {
  const known = templates.get(action);
  if (known !== undefined) return known;
  const data = actionData(action);
  const resourceTypes = serviceData("s3")?.resourceTypes ?? {};
  const keys = [
    ...(data?.conditionKeys ?? []),
    ...(data?.resourceTypes.flatMap((type) => resourceTypes[type]?.conditionKeys ?? []) ?? []),
  ].map((key) => key.toLowerCase());
  const made = {
    exact: new Set(keys.filter((key) => !/[<$]/.test(key))),
    prefixes: keys.filter((key) => /[<$]/.test(key)).map((key) => key.replace(/(?:<|\$\{).*$/, "")),
  };
  templates.set(action, made);
  return made;
}

/** Whether an action has a condition key; a variable part is left out: `s3:ExistingObjectTag/`. */
export function hasConditionKey(action: string, key: string): boolean {
  const { exact, prefixes } = keysOf(action);
  const lower = key.toLowerCase();
  return exact.has(lower) || prefixes.includes(lower);
}
