import {
  isList,
  isProperties,
  type Properties,
  readProperties,
  unknown,
  type Value,
} from "../../access/stack/value";

export {
  isList,
  isProperties,
  type Properties,
  unknown,
  unknownPath,
  type Value,
} from "../../access/stack/value";

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
  return readProperties(copied(props));
}

/** A copy that is made without reading a property, so that nothing that is unknown throws. */
function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return typeof value === "function" ? undefined : value;
  if (Array.isArray(value)) return Object.keys(value).map((index) => copied(own(value, index)) ?? null);
  return Object.fromEntries(
    Object.keys(value).flatMap((name) => {
      const member = copied(own(value, name));
      return member === undefined ? [] : [[name, member] as const];
    }),
  );
}

function own(target: object, name: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(target, name);
  return descriptor !== undefined && "value" in descriptor ? (descriptor.value as unknown) : undefined;
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
