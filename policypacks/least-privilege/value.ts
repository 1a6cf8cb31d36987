/**
 * The values that the engine hands over in place of what is not known before the update.
 *
 * @see https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts
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

/** Stands for a value that is not known at preview. */
export const unknown = Symbol("not known at preview");

/** A property of a resource as rules read it: plain data, in which `unknown` may stand anywhere. */
export type Value = typeof unknown | null | boolean | number | string | readonly Value[] | Properties;

/** The properties of a resource, or a nested object of them. */
export interface Properties {
  readonly [name: string]: Value;
}

/**
 * The properties that CrossGuard hands over, as plain data.
 *
 * Reading an unknown property of them throws, which ends the callback and turns a mandatory rule into an
 * advisory one. Property descriptors can be read without that. A text that holds a stand-in anywhere, such as
 * a policy document with an unknown ARN inside, is unknown as a whole.
 *
 * Never throws. Properties without a value are left out.
 */
export function plainProperties(props: object): Properties {
  return Object.fromEntries(
    Object.keys(props).flatMap((name) => {
      const value = plainValue(own(props, name));
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function plainValue(value: unknown): Value | undefined {
  if (typeof value === "string") return standIns.some((standIn) => value.includes(standIn)) ? unknown : value;
  if (typeof value === "boolean" || typeof value === "number" || value === null) return value;
  if (typeof value !== "object") return undefined;
  if (!Array.isArray(value)) return plainProperties(value);
  return Object.keys(value).map((index) => plainValue(own(value, index)) ?? null);
}

function own(target: object, name: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(target, name);
  return descriptor !== undefined && "value" in descriptor ? (descriptor.value as unknown) : undefined;
}

/** Where in a value something is unknown, like `.rules[0].sseAlgorithm`; undefined when all of it is known. */
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

/** A value at a path inside the properties of a resource. */
export interface Located {
  /** Like `inlinePolicies[0].policy`. */
  readonly path: string;
  readonly value: Value;
}

/**
 * Every value that a path leads to. A step of the path that is unknown is itself the value that is found.
 *
 * @param steps names of properties; `*` stands for each item of a list
 */
export function valuesAt(properties: Properties, steps: readonly string[]): readonly Located[] {
  return follow({ path: "", value: properties }, steps);
}

function follow(from: Located, steps: readonly string[]): readonly Located[] {
  const [step, ...rest] = steps;
  const { path, value } = from;
  if (step === undefined || value === unknown) return [from];
  if (step === "*") {
    const items = isList(value) ? value : [];
    return items.flatMap((item, index) => follow({ path: `${path}[${index}]`, value: item }, rest));
  }
  const member = isProperties(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  if (member === undefined || member === null) return [];
  return follow({ path: path === "" ? step : `${path}.${step}`, value: member }, rest);
}
