import { adminCredentials } from "../../../local/admin";
import type { TwinProvider } from "../twin";
import { alarmEntries, logEntries, topicEntries, trailEntries } from "./audit";
import { accessPointEntries, bucketEntries } from "./buckets";
import type { Entries, Viewer } from "./entry";
import { identityEntries } from "./identities";
import { keyEntries } from "./keys";
import { normalised } from "./normalise";
import { scanEntries } from "./scans";

/** What accounts have, normalised: by what it is, like `111111111111 s3 acme-drop policy`. */
export type Snapshot = ReadonlyMap<string, string>;

/**
 * Reads everything that bears on a stack, in every account and region that it deploys to, as their administrators.
 *
 * @param endpoint of the local AWS
 */
export async function takeSnapshot(endpoint: string, providers: readonly TwinProvider[]): Promise<Snapshot> {
  const viewers = new Map(
    providers.flatMap(({ region, allowedAccountIds }) =>
      allowedAccountIds.map((accountId): [string, Viewer] => {
        const config = { endpoint, region, credentials: adminCredentials(accountId) };
        return [`${accountId} ${region}`, { accountId, region, config }];
      }),
    ),
  );
  const views = [...viewers.values()].map(async (viewer) => {
    const [keys, ...others] = await Promise.all([keyEntries(viewer), ...readers.map((read) => read(viewer))]);
    return { viewer, aliases: keys.aliases, entries: [...keys.entries, ...others.flat()] };
  });
  const read = await Promise.all(views);
  const aliases = new Map(read.flatMap((view) => [...view.aliases]));
  return new Map(
    read.flatMap(({ viewer, entries }) =>
      entries
        .filter(([, answer]) => answer !== undefined)
        .map(([what, answer]): [string, string] => [
          `${viewer.accountId} ${viewer.region} ${what}`,
          normalised(answer, aliases),
        ]),
    ),
  );
}

const readers: readonly ((viewer: Viewer) => Promise<Entries>)[] = [
  bucketEntries,
  accessPointEntries,
  identityEntries,
  trailEntries,
  logEntries,
  alarmEntries,
  topicEntries,
  scanEntries,
];

/** One thing in which two snapshots are not alike. */
export interface Unlike {
  readonly what: string;
  /** The lines of its text that only one of them has; undefined where it is not there at all. */
  readonly ours: readonly string[] | undefined;
  readonly theirs: readonly string[] | undefined;
}

/** Everything that is not byte for byte the same. */
export function unlikes(ours: Snapshot, theirs: Snapshot): readonly Unlike[] {
  const all = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return all
    .filter((what) => ours.get(what) !== theirs.get(what))
    .map((what) => {
      const [a, b] = [ours, theirs].map((snapshot) => snapshot.get(what)?.split("\n"));
      return {
        what,
        ours: a?.filter((line) => !b?.includes(line)),
        theirs: b?.filter((line) => !a?.includes(line)),
      };
    });
}
