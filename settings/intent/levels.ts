import type { LifecycleRule } from "../lifecycle";
import type { MeantPlace } from "./place";

/** What the policy pack is told of one rule: its level, or an object that may hold one. */
export type DeclaredRule = "mandatory" | Readonly<Record<string, unknown>>;

/** How long the objects of a bucket are kept. */
export interface DeclaredKeeping {
  readonly bucket: string;
  readonly expires: readonly { readonly prefix: string; readonly days: number }[];
  readonly versionDays: number;
}

/** Rules that hold of every stack of this program, whatever its settings. */
const always = [
  "allow-names-prefix",
  "bucket-aborts-uploads",
  "bucket-is-no-website",
  "bucket-is-versioned",
  "bucket-policy-denies-old-tls",
  "key-has-policy",
  "key-is-enabled",
  "key-use-names-service",
  "log-group-encrypts-with-key",
  "topic-encrypts-with-key",
  "trail-reaches-cloudwatch",
  "trail-records-changes",
  "trust-limits-session-attributes",
  "trust-of-service-names-source",
] as const;

/** The rules whose level or numbers the settings of a stack promise. */
export function promisedRules(place: MeantPlace): Readonly<Record<string, DeclaredRule>> {
  const { destination, audit, sources } = place.settings;
  const { encryption } = destination;
  const mandatory = (options: Readonly<Record<string, unknown>>): DeclaredRule => ({
    enforcementLevel: "mandatory",
    ...options,
  });
  const longSessions = Object.entries(sources)
    .filter(([, { sessionMinutes }]) => sessionMinutes > 60)
    .map(([name, { sessionMinutes }]) => ({
      role: `${place.settings.namePrefix}-${name}`,
      maximumSeconds: sessionMinutes * 60,
    }));
  const locked = lockedBuckets(place);
  // The key of the audit log has these numbers, whatever the destination's.
  const days =
    encryption.kind === "s3" || encryption.keyArn !== undefined
      ? { rotation: 365, deletion: 30 }
      : { rotation: Math.max(365, encryption.rotationDays), deletion: encryption.deletionWindowDays };
  return {
    ...Object.fromEntries(always.map((rule) => [rule, "mandatory" as const])),
    ...(encryption.allowSseC ? {} : { "encryption-refuses-customer-keys": "mandatory" as const }),
    "key-rotates": mandatory({ maximumDays: days.rotation }),
    "key-deletion-waits": mandatory({ minimumDays: days.deletion }),
    "role-session-is-short": mandatory({ maximumSeconds: 3_600, sessions: longSessions }),
    ...(audit.kind === "trail"
      ? { "log-group-has-retention": mandatory({ minimumDays: audit.logGroupDays }) }
      : {}),
    ...promisedOfDestination(place),
    ...(locked.length === 0
      ? {}
      : {
          "bucket-is-locked": mandatory({
            buckets: locked.map(({ bucket }) => bucket),
            minimumDays: Math.min(...locked.map(({ days: own }) => own)),
          }),
        }),
  };
}

/** The rules that not everybody needs, for the one bucket of which the settings promise what they ask. */
function promisedOfDestination(place: MeantPlace): Readonly<Record<string, DeclaredRule>> {
  const { destination, audit } = place.settings;
  const rules = [
    "bucket-policy-denies-other-encryption",
    ...(destination.eventBridge ? ["bucket-sends-events"] : []),
    ...(destination.replication === undefined ? [] : ["bucket-is-replicated"]),
    ...(audit.kind === "trail" && audit.events === "all" ? ["trail-records-reads"] : []),
  ];
  return Object.fromEntries(
    rules.map((rule) => [rule, { enforcementLevel: "mandatory", buckets: [place.bucket] }]),
  );
}

function lockedBuckets(place: MeantPlace): readonly { readonly bucket: string; readonly days: number }[] {
  const { destination, audit } = place.settings;
  const { objectLock, replication } = destination;
  return [
    ...(objectLock === undefined
      ? []
      : [place.bucket, ...(replication === undefined ? [] : [replication.bucket])].map((bucket) => ({
          bucket,
          days: objectLock.days,
        }))),
    ...(audit.kind === "trail" && audit.objectLock !== undefined
      ? [{ bucket: place.auditBucket(audit.bucket), days: audit.objectLock.days }]
      : []),
  ];
}

/** How long each bucket of a stack keeps what is in it. */
export function keeping(place: MeantPlace): readonly DeclaredKeeping[] {
  const { destination, audit } = place.settings;
  const { lifecycle, keepVersionsDays, replication, accessLogs } = destination;
  return [
    { bucket: place.bucket, expires: expiring(lifecycle), versionDays: keepVersionsDays },
    ...(replication === undefined
      ? []
      : [
          {
            bucket: replication.bucket,
            expires: expiring(lifecycle),
            versionDays: replication.keepVersionsDays,
          },
        ]),
    ...(audit.kind === "trail"
      ? [
          {
            bucket: place.auditBucket(audit.bucket),
            expires: [{ prefix: "", days: audit.retentionDays }],
            versionDays: 30,
          },
        ]
      : []),
    ...(accessLogs === undefined
      ? []
      : [
          {
            bucket: place.accessLogBucket(accessLogs.bucket),
            expires: [{ prefix: "", days: accessLogs.retentionDays }],
            versionDays: 1,
          },
        ]),
  ];
}

const expiring = (rules: readonly LifecycleRule[]): DeclaredKeeping["expires"] =>
  rules.flatMap(({ prefix, expireDays }) => (expireDays === undefined ? [] : [{ prefix, days: expireDays }]));
