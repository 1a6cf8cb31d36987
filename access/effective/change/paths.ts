import type { AccessEntry, AccessTarget, Who } from "../accessEntry";
import type { AccessFacts } from "../facts";
import { groupBy } from "../world";
import { broaderThan } from "./steps";
import type { Step } from "./steps";

/** All that one principal may do with one target, over the same roles. */
export interface Path {
  readonly target: AccessTarget;
  readonly who: Who;
  /** ARNs of the roles assumed on the way, in order. */
  readonly hops: readonly string[];
  readonly entries: readonly AccessEntry[];
}

/** The same text for the same path of two states. */
export const pathKey = ({ target, who, hops }: Omit<Path, "entries">): string =>
  JSON.stringify([targetKey(target), who, hops]);

/** A key's alias is how it is called, not what it is. */
const targetKey = (target: AccessTarget): unknown => (target.kind === "key" ? target.arn : target);

/** The paths of a list of access, by their key. */
export function pathsOf(entries: readonly AccessEntry[]): ReadonlyMap<string, Path> {
  const groups = groupBy(entries, pathKey);
  return new Map(
    [...groups].flatMap(([key, own]): [string, Path][] => {
      const [first] = own;
      if (first === undefined) return [];
      const { target, who, hops } = first;
      return [[key, { target, who, hops, entries: own }]];
    }),
  );
}

/** The same path, from those among whom its principal is. */
export function broaderPaths(path: Path, all: ReadonlyMap<string, Path>): readonly Path[] {
  return broaderThan(path.who).flatMap((who) => all.get(pathKey({ ...path, who })) ?? []);
}

/** Finds the steps that a path takes, in order. */
export function stepsOf({
  buckets,
  accessPoints,
}: AccessFacts): (path: Omit<Path, "entries">) => readonly Step[] {
  const bucketArns = groupBy(buckets, ({ arn }) => arn.slice(arn.lastIndexOf(":") + 1));
  const points = groupBy(
    accessPoints,
    ({ arn, bucketArn }) => `${bucketArn} ${arn.slice(arn.lastIndexOf("/") + 1)}`,
  );
  const targetArns = (target: AccessTarget): readonly string[] => {
    if (target.kind === "key") return [target.arn];
    const { name, accessPoint } = target;
    const own = (bucketArns.get(name) ?? []).map(({ arn }) => arn);
    if (accessPoint === undefined) return own;
    return own.flatMap((arn) => (points.get(`${arn} ${accessPoint}`) ?? []).map((point) => point.arn));
  };
  return ({ target, who, hops }) => {
    const actors: readonly Who[] = [who, ...hops.map((arn): Who => ({ kind: "identity", arn }))];
    const last = actors.at(-1) ?? who;
    return [
      ...hops.flatMap((arn, index): readonly Step[] => {
        const actor = actors[index];
        return actor === undefined ? [] : [{ use: "use", target: arn, who: actor }];
      }),
      ...targetArns(target).map((arn): Step => ({ use: "use", target: arn, who: last })),
    ];
  };
}
