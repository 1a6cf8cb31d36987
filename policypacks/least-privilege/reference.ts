import type { FoundResource } from "./resource";
import { unknown } from "./value";

/**
 * Whether a property of one resource refers to another one: by one of its names, or, where that is not known at preview, by
 * being made from it.
 *
 * @param names the properties of the other one by which it can be named
 */
export function refersTo(
  { properties, madeFrom }: FoundResource,
  property: string,
  other: FoundResource,
  names: readonly string[],
): boolean {
  const value = properties[property];
  if (value === undefined || value === unknown) return (madeFrom[property] ?? []).includes(other.urn);
  return typeof value === "string" && names.some((name) => other.properties[name] === value);
}
