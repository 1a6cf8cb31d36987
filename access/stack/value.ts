/**
 * The values that Pulumi's engine writes in place of what is not known before the update, one for each kind of value.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
const standIns = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
] as const;

/** What a state's JSON marks secrets, assets, archives and references to resources with. */
const signatureKey = "4dabf18193072939515e22adb298388d";

/** Stands for a value that is not known: before the update, or because it is a secret. */
export const unknown = Symbol("not known");

/** A value of a resource's properties as plain data, in which `unknown` may stand anywhere. */
export type Value = typeof unknown | null | boolean | number | string | readonly Value[] | Properties;

/** The properties of a resource, or a nested object of them. */
export interface Properties {
  readonly [name: string]: Value;
}

/**
 * A value of a state's or a preview's JSON.
 *
 * `unknown` stands for: what the engine did not know, also within a longer text; secrets, encrypted, shown or
 * masked; assets, archives and references to resources.
 */
export function readValue(json: unknown): Value {
  if (typeof json === "string") {
    return json === "[secret]" || standIns.some((standIn) => json.includes(standIn)) ? unknown : json;
  }
  if (typeof json === "boolean" || typeof json === "number") return json;
  if (Array.isArray(json)) return json.map(readValue);
  return typeof json === "object" && json !== null ? objectValue(json) : null;
}

/** The properties that a JSON value has; none where it is no object. */
export function readProperties(json: unknown): Properties {
  const value = readValue(json);
  return isProperties(value) ? value : {};
}

function objectValue(json: object): Value {
  if (Object.hasOwn(json, signatureKey)) return unknown;
  return Object.fromEntries(Object.entries(json).map(([name, member]) => [name, readValue(member)]));
}

/** Where in a value something is not known, like `.rules[0].sseAlgorithm`; undefined when all of it is known. */
export function unknownPath(value: Value): string | undefined {
  if (value === unknown) return "";
  if (value === null || typeof value !== "object") return undefined;
  const members = isList(value)
    ? value.map((item, index) => [`[${index}]`, item] as const)
    : Object.entries(value).map(([name, member]) => [`.${name}`, member] as const);
  for (const [step, member] of members) {
    const deeper = unknownPath(member);
    if (deeper !== undefined) return step + deeper;
  }
  return undefined;
}

/** Whether a value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is an object with named members. */
export function isProperties(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !isList(value);
}

/** A member of a value; undefined where there is none, `unknown` where the value itself is. */
export function member(value: Value | undefined, name: string): Value | undefined {
  if (value === unknown) return unknown;
  const found = isProperties(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return found ?? undefined;
}

/** The items of a list; of what is not known the one item that is not known, of anything else none. */
export function items(value: Value | undefined): readonly Value[] {
  if (value === unknown) return [unknown];
  return isList(value) ? value : [];
}
