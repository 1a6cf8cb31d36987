import type * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "../iam/arn";
import type { ResourceStatement } from "../iam/document";
import { destinationKeyUses } from "../iam/keyPolicy";
import { accessLogBucketName } from "../iam/names";
import { placeOf } from "../iam/place";
import type { Settings } from "../settings/settings";
import { AccessLogBucket } from "./accessLogBucket";
import { accountProviders, type AccountProviders } from "./accountProviders";
import { AuditTrail } from "./auditTrail";
import { BucketEvents } from "./bucketEvents";
import { DestinationBucket } from "./destinationBucket";
import { identityProviders } from "./identityProviders";
import { MalwareScan } from "./malwareScan";
import { Replica } from "./replica";
import { Replication } from "./replication";
import { sourceSides, type WayIn } from "./sourceSides";
import { TrailCoverage } from "./trailCoverage";

/** What a stack tells others: plain text that is known before anything is made. */
export interface DropPoint {
  readonly bucketArn: string;
  /** By the source's name; of the sources that assume a role. */
  readonly writerRoleArns: Readonly<Record<string, string>>;
  /** By the source's name; of the sources that put through an access point. */
  readonly accessPointArns: Readonly<Record<string, string>>;
  /** What the policy of the key must allow that `encryption.keyArn` names. None where the key is made, or S3's. */
  readonly keyPolicyStatements: readonly ResourceStatement[];
}

/** One destination and every source of it: the whole of a stack, made as the settings say. */
export function dropPoint(settings: Settings): DropPoint {
  const place = placeOf(settings);
  const providers = accountProviders(settings);
  const bucket = destinationBucket(settings, providers);
  const audited = audit(settings, providers, bucket);
  accompany(settings, providers, bucket);
  const issuers = identityProviders(settings, providers.destination);

  const waysIn = Object.entries(settings.sources).map(([sourceName, source]) => {
    const issuer = source.kind === "webIdentity" ? issuers.get(source.webIdentity.provider) : undefined;
    // The bucket's guards stand, and requests are recorded, before anyone may put into it.
    const before = [bucket.guarded, ...audited, ...(issuer === undefined ? [] : [issuer])];
    return [sourceName, sourceSides(settings, sourceName, providers, before)] as const;
  });
  return {
    bucketArn: bucketArn(place.partition, place.bucket),
    writerRoleArns: arnsOf(waysIn, "writerRoleArn"),
    accessPointArns: arnsOf(waysIn, "accessPointArn"),
    keyPolicyStatements: givenKeyStatements(settings),
  };
}

function givenKeyStatements(settings: Settings): readonly ResourceStatement[] {
  const { encryption } = settings.destination;
  return encryption.kind === "s3" || encryption.keyArn === undefined ? [] : destinationKeyUses(settings);
}

function destinationBucket(settings: Settings, providers: AccountProviders): DestinationBucket {
  const { accessLogs, bucket, protect, forceDestroy } = settings.destination;
  const provider = providers.destination;
  if (accessLogs === undefined) return new DestinationBucket("destination", { settings }, { provider });
  const accessLogBucket = accessLogBucketName(bucket, accessLogs.bucket);
  const logs = new AccessLogBucket(
    "access-logs",
    {
      bucket: accessLogBucket,
      logged: placeOf(settings),
      retentionDays: accessLogs.retentionDays,
      protect,
      forceDestroy,
    },
    { provider },
  );
  return new DestinationBucket(
    "destination",
    { settings, accessLogBucket },
    { provider, dependsOn: logs.guarded },
  );
}

/** @returns what stands once requests are recorded */
function audit(
  settings: Settings,
  { destination: provider }: AccountProviders,
  bucket: DestinationBucket,
): readonly pulumi.Resource[] {
  const wanted = settings.audit;
  switch (wanted.kind) {
    case "trail": {
      const bucketKeyArn = bucket.keyArn;
      return [new AuditTrail("audit", { settings, audit: wanted, bucketKeyArn }, { provider }).recording];
    }
    case "existingTrail": {
      const { trailArn, events } = wanted;
      return [new TrailCoverage("audit", { trailArn, place: placeOf(settings), events }, { provider })];
    }
    case "none":
      return [];
  }
}

/** What works on the bucket's objects once they are put: a scan, a copy elsewhere, news of them. */
function accompany(settings: Settings, providers: AccountProviders, bucket: DestinationBucket): void {
  const { eventBridge, malwareScan, replication } = settings.destination;
  // One after another: S3 answers 409 OperationAborted to parallel changes of one bucket.
  let last = bucket.guarded;
  if (eventBridge) {
    const events = new BucketEvents(
      "events",
      { bucket: settings.destination.bucket },
      { provider: providers.destination, dependsOn: last },
    );
    last = events.telling;
  }
  if (malwareScan !== undefined) {
    const { prefixes } = malwareScan;
    const options = { provider: providers.destination, dependsOn: last };
    last = new MalwareScan("malware-scan", { settings, prefixes }, options);
  }
  if (replication !== undefined) {
    const replica = new Replica(
      "replica",
      { settings, replication },
      { provider: providers.replica(replication) },
    );
    new Replication(
      "replication",
      { settings, replication, replicaKeyArn: replica.keyArn },
      { provider: providers.destination, dependsOn: [last, replica.guarded] },
    );
  }
}

function arnsOf(
  waysIn: readonly (readonly [string, WayIn])[],
  kind: keyof WayIn,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    waysIn.flatMap(([sourceName, wayIn]) => {
      const arn = wayIn[kind];
      return arn === undefined ? [] : [[sourceName, arn]];
    }),
  );
}
