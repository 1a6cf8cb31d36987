import type { PageData, PageEdge } from "./pageData";

const isAccess = ({ kind }: PageEdge): boolean => kind === "assumes" || kind === "uses" || kind === "may";

/** The ways through a picture, made ready to be asked for many nodes. */
export interface Paths {
  /** The given nodes with all from which access leads to them, all to which it leads, and the buckets of those. */
  readonly through: (ids: Iterable<string>) => ReadonlySet<string>;
  /** All from which access leads to one of the first, and all to which it leads from one of the others. */
  readonly between: (starts: Iterable<string>, ends: Iterable<string>) => ReadonlySet<string>;
  /** The ends of edges that differ from before, nodes that do, and the paths on which they are. */
  readonly changed: () => ReadonlySet<string>;
}

/** Takes time in proportion to the picture; so does each answer. */
export function pathsOf({ nodes, edges }: PageData): Paths {
  const onward = new Map<string, string[]>();
  const back = new Map<string, string[]>();
  for (const { from, to } of edges.filter(isAccess)) {
    append(onward, from, to);
    append(back, to, from);
  }
  const buckets = new Map(nodes.flatMap(({ id, within }) => (within === undefined ? [] : [[id, within]])));
  const withBuckets = (ids: ReadonlySet<string>) =>
    new Set([...ids, ...[...ids].flatMap((id) => buckets.get(id) ?? [])]);
  const between = (starts: Iterable<string>, ends: Iterable<string>) =>
    withBuckets(new Set([...closure(starts, back), ...closure(ends, onward)]));

  return {
    between,
    through: (ids) => {
      const given = [...ids];
      return between(given, given);
    },
    changed: () => {
      const steps = edges.filter(({ mark }) => mark !== "same");
      const access = steps.filter(isAccess);
      const others = steps.filter((edge) => !isAccess(edge)).flatMap(({ from, to }) => [from, to]);
      const own = nodes.filter(({ mark }) => mark !== "same").map(({ id }) => id);
      const paths = between(
        access.map(({ from }) => from),
        access.map(({ to }) => to),
      );
      return withBuckets(new Set([...paths, ...others, ...own]));
    },
  };
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function closure(
  starts: Iterable<string>,
  steps: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set(starts);
  for (const id of reached) for (const next of steps.get(id) ?? []) reached.add(next);
  return reached;
}
