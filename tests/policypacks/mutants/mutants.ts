import type { Given } from "../least-privilege/crossGuard";
import { widenedDocuments } from "./documents";
import { attachedFurther, grantedBeside, withNewGrants } from "./grants";
import type { Mutant } from "./mutant";
import { leftOut, weakened } from "./protections";

/** Every single way to let a stack allow more or protect less. */
export function mutantsOf(resources: readonly Given[]): readonly Mutant[] {
  return [
    ...widenedDocuments(resources),
    ...attachedFurther(resources),
    ...grantedBeside(resources),
    ...withNewGrants(resources),
    ...weakened(resources),
    ...leftOut(resources),
  ];
}
