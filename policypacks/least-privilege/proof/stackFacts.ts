import { stackAccess, type StackAccess } from "../../../access/stack/stackAccess";
import type { StackResource } from "../../../access/stack/stackResource";
import type { FoundResource } from "../resource";

/** What the resources of a stack say about access, and what they leave open. */
export function factsOfStack(resources: readonly FoundResource[]): StackAccess {
  return stackAccess(resources.map(asStackResource));
}

/** A stack rule has outputs only: they are what AWS answered, and before that what the program says. */
export function asStackResource({
  type,
  name,
  urn,
  properties,
  provider,
  madeFrom,
}: FoundResource): StackResource {
  const { id } = properties;
  return {
    type,
    name,
    urn,
    outputs: properties,
    madeFrom,
    ...(typeof id === "string" && id !== "" ? { id } : {}),
    ...(provider === undefined ? {} : { provider }),
  };
}
