import type { FoundResource } from "./resource";
import { isProperties, unknownPath, type Value } from "./value";

/**
 * Whether the program sets a property of the resource itself. The provider fills in the ones that are left out:
 * with an unknown before the resource exists, and then with what AWS has. Where the engine says which properties
 * are inputs, only those count.
 */
export function saysItself({ properties, madeFrom }: FoundResource, property: string): boolean {
  const value: Value | undefined = properties[property];
  if (value === undefined || value === null || value === "") return false;
  if (Array.isArray(value) && value.length === 0) return false;
  if (isProperties(value) && Object.keys(value).length === 0) return false;
  if (Object.keys(madeFrom).length > 0) return Object.hasOwn(madeFrom, property);
  return unknownPath(value) === undefined;
}
