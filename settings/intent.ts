import type { DeclaredIntent, DeclaredKeyUse, DeclaredRefusal, DeclaredSeal } from "./intent/declared";
import { guards, topics, type DeclaredGuard, type DeclaredTopic } from "./intent/guards";
import { keyUses } from "./intent/keyUses";
import { keeping, promisedRules, type DeclaredKeeping } from "./intent/levels";
import { MeantPlace } from "./intent/place";
import { destinationRefusals, overOldTransport, seals } from "./intent/refusals";
import { replicaArn, serviceIntents } from "./intent/services";
import { sourceIntent } from "./intent/sources";
import type { Settings } from "./settings";

/** The configuration of the policy pack for one stack: what is meant, and nothing else, by the rule that it is for. */
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
  /** Alarms, who is told, scans, copies: what guards beside policies. */
  readonly "protections-are-intended": { readonly protections: readonly DeclaredGuard[] };
  readonly "topic-policy-is-intended": { readonly topics: readonly DeclaredTopic[] };
  readonly "objects-are-kept": { readonly kept: readonly DeclaredKeeping[] };
  readonly "replication-stays-ours": { readonly ownAccounts: readonly string[] };
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
  const ownAccounts = unique([
    destination.accountId,
    ...(replication === undefined ? [] : [replication.accountId]),
  ]);
  const meant = {
    intents: [
      ...Object.entries(sources).map(([name, source]) => sourceIntent(place, name, source)),
      ...serviceIntents(place),
    ],
    keyUses: keyUses(place),
    refusals: [...destinationRefusals(place), ...others.flatMap(overOldTransport)],
  };
  return {
    ...promisedRules(place),
    "protections-are-intended": { protections: guards(place) },
    "topic-policy-is-intended": { topics: topics(place) },
    "objects-are-kept": { kept: keeping(place) },
    "access-is-intended": { ...meant, seals: seals(place), closed: true },
    "access-is-reachable": meant,
    "replication-stays-ours": { ownAccounts },
    "no-foreign-access": {
      ownAccounts: unique([
        ...ownAccounts,
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
