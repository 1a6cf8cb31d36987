import type { ShownEdge, ShownPicture } from "../fold";

/**
 * The column of each node, from 0 on the left: who starts, then roles by the number of roles assumed before, access
 * points, prefixes, buckets, and what guards and records those. Columns without nodes are left out.
 */
export function columns({ nodes, edges }: ShownPicture): ReadonlyMap<string, number> {
  const roles = new Map(nodes.filter(({ kind }) => kind === "role").map(({ id }) => [id, 1]));
  const steps = edges.filter(({ from, to }) => roles.has(from) && roles.has(to));
  // Roles may assume each other in a circle: no way is longer than there are roles.
  for (let round = 0; round < roles.size && moveOn(steps, roles); round += 1);
  const last = Math.max(1, ...roles.values());
  const wide = new Map(
    nodes.map(({ id, kind }) => {
      switch (kind) {
        case "role":
          return [id, roles.get(id) ?? 1];
        case "accessPoint":
          return [id, last + 1];
        case "prefix":
          return [id, last + 2];
        case "bucket":
          return [id, last + 3];
        case "key":
        case "trail":
          return [id, last + 4];
        case "uploader":
        case "account":
        case "anyone":
        case "service":
        case "identityProvider":
          return [id, 0];
      }
    }),
  );
  const used = [...new Set(wide.values())].sort((left, right) => left - right);
  return new Map([...wide].map(([id, column]) => [id, used.indexOf(column)]));
}

/** Moves every role behind those that assume it; false where all are. */
function moveOn(steps: readonly ShownEdge[], roles: Map<string, number>): boolean {
  let hasMoved = false;
  for (const { from, to } of steps) {
    const behind = Math.min(roles.size, (roles.get(from) ?? 1) + 1);
    if ((roles.get(to) ?? 1) >= behind) continue;
    roles.set(to, behind);
    hasMoved = true;
  }
  return hasMoved;
}
