import type { Given } from "../least-privilege/crossGuard";
import { auditWeakenings } from "./auditWeakenings";
import { bucketWeakenings } from "./bucketWeakenings";
import { type Mutant, withProps } from "./mutant";
import type { Weakening } from "./weakening";

const weakenings: readonly Weakening[] = [...bucketWeakenings, ...auditWeakenings];

/** Every single way to let a resource protect less, record less or tell less, its policy aside. */
export function weakened(resources: readonly Given[]): readonly Mutant[] {
  return resources.flatMap((resource) => {
    const ways = weakenings.filter(({ type }) => resource.type === type);
    return ways.flatMap(({ kind, how, change }) => {
      const props = change(resource.props);
      if (JSON.stringify(props) === JSON.stringify(resource.props)) return [];
      const name = resource.name ?? "";
      return [{ kind, what: `${name}: ${how}`, at: name, resources: withProps(resources, resource, props) }];
    });
  });
}

/** The stack without each of its resources. */
export function leftOut(resources: readonly Given[]): readonly Mutant[] {
  return resources
    .filter(({ type }) => !type.startsWith("pulumi:"))
    .map((resource) => ({
      kind: "left out",
      what: resource.name ?? "",
      at: resource.name ?? "",
      resources: resources.filter((one) => one !== resource),
    }));
}
