import type { DeclaredIntent, DeclaredKeyUse, DeclaredRefusal, DeclaredSeal } from "./intent/declared";
import { keyUses } from "./intent/keyUses";
import { MeantPlace } from "./intent/place";
import { destinationRefusals, overOldTransport, seals } from "./intent/refusals";
import { replicaArn, serviceIntents } from "./intent/services";
import { sourceIntent } from "./intent/sources";
import type { Settings } from "./settings";

/** The configuration of the policy pack for one stack: what is meant, and nothing else. */
export interface PackConfiguration {
  readonly "access-is-intended": {
    readonly intents: readonly DeclaredIntent[];
    readonly keyUses: readonly DeclaredKeyUse[];
    readonly refusals: readonly DeclaredRefusal[];
    readonly seals: readonly DeclaredSeal[];
    /** The policies of the roles and uploaders allow nothing else anywhere. */
    readonly closed: true;
  };
  readonly "access-is-reachable": Omit<PackConfiguration["access-is-intended"], "seals" | "closed">;
  /** Only where a trail that exists records the bucket's events. */
  readonly "trail-covers-shared-buckets"?: { readonly recordedElsewhere: readonly string[] };
  readonly "no-foreign-access": {
    readonly ownAccounts: readonly string[];
    readonly ownOrganizations: readonly string[];
  };
}

/**
 * What the settings of a stack mean to be possible, as the policy pack's configuration: who may put where, in which
 * way and under which conditions; what AWS's services do with the buckets and keys; what is refused to everyone.
 *
 * It is told from the settings alone, by other code than that which writes the policies.
 */
export function packConfiguration(settings: Settings): PackConfiguration {
  const place = new MeantPlace(settings);
  const { destination, audit, sources } = settings;
  const { accessLogs, replication } = destination;
  const others = [
    ...(audit.kind === "trail" ? [place.arnOfBucket(place.auditBucket(audit.bucket))] : []),
    ...(accessLogs === undefined ? [] : [place.arnOfBucket(place.accessLogBucket(accessLogs.bucket))]),
    ...(replication === undefined ? [] : [replicaArn(replication)]),
  ];
  const named = Object.values(sources);
  const meant = {
    intents: [
      ...Object.entries(sources).map(([name, source]) => sourceIntent(place, name, source)),
      ...serviceIntents(place),
    ],
    keyUses: keyUses(place),
    refusals: [...destinationRefusals(place), ...others.flatMap(overOldTransport)],
  };
  return {
    "access-is-intended": { ...meant, seals: seals(place), closed: true },
    "access-is-reachable": meant,
    "no-foreign-access": {
      ownAccounts: unique([
        destination.accountId,
        ...(replication === undefined ? [] : [replication.accountId]),
        ...named.flatMap((source) => (source.kind === "account" ? [source.accountId] : [])),
      ]),
      ownOrganizations: unique(
        named.flatMap((source) => (source.kind === "organization" ? [source.organizationId] : [])),
      ),
    },
    // That trail is no resource of the stack; the program itself has looked whether it covers the bucket.
    ...(audit.kind === "existingTrail"
      ? { "trail-covers-shared-buckets": { recordedElsewhere: [destination.bucket] } }
      : {}),
  };
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
