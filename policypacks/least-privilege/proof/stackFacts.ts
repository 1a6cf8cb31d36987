import { stackAccess, type StackAccess } from "../../../access/stack/stackAccess";
import type { StackResource } from "../../../access/stack/stackResource";
import type { FoundResource } from "../resource";
import { unknown } from "../value";

let latest: { readonly text: string; readonly access: StackAccess } | undefined;

/**
 * What the resources of a stack say about access, and what they leave open.
 *
 * CrossGuard makes the same resources anew for each rule; several rules ask about them one after the other, so that the
 * latest answer is kept, and with it all that is found out about it.
 */
export function factsOfStack(resources: readonly FoundResource[]): StackAccess {
  const read = resources.map(asStackResource);
  const text = JSON.stringify(read, (_, value: unknown) => (value === unknown ? { unknown: "here" } : value));
  if (latest?.text !== text) latest = { text, access: stackAccess(read) };
  return latest.access;
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
