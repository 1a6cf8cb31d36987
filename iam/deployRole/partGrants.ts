import type { Settings } from "../../settings/settings";
import { iamArn, partitionOf } from "../arn";
import { auditPlaceOf, logDeliveryRoleArn } from "../auditPlace";
import { malwareScanRoleArn } from "../malwareScan";
import { accessLogBucketName, accessPointName, keyAlias, sourcePolicyName, writerRoleName } from "../names";
import { destinationRoleArn, ownKeyAlias, placeOf } from "../place";
import { accessPointArn } from "../put";
import { replicaPlaceOf, replicationRoleArn } from "../replication";
import { boundaryArn } from "../service";
import { auditGrants, existingTrailGrants } from "./auditGrants";
import { accessPointGrants, bucketGrants, type DeployedBucket } from "./bucketGrants";
import type { DeployGrant } from "./deployGrant";
import { managedSources, type DeployPart } from "./deployParts";
import { identityProviderGrants, passRoleGrant, roleGrants, sourceGrants } from "./identityGrants";
import { keyGrants } from "./keyGrants";
import { scanGrants } from "./scanGrants";

/**
 * What deploying one part of a stack takes, for exactly the names that the settings give; roles and access points of
 * sources by the prefix of their names, so that a new source needs no new permission in the destination.
 */
export function partGrants(settings: Settings, part: DeployPart, accountId: string): DeployGrant[] {
  switch (part) {
    case "destination":
      return destinationGrants(settings);
    case "source":
      return sourceAccountGrants(settings, accountId);
    case "replica":
      return replicaGrants(settings);
  }
}

function destinationGrants(settings: Settings): DeployGrant[] {
  const { destination, audit, namePrefix, sources } = settings;
  const place = placeOf(settings);
  const trail = audit.kind === "trail" ? auditPlaceOf(settings, audit) : undefined;
  const alias = ownKeyAlias(settings);
  const aliases = [
    ...(alias === undefined ? [] : [alias]),
    ...(trail === undefined ? [] : [keyAlias(namePrefix, trail.logBucket)]),
  ];
  const alarmed = audit.kind === "trail" && audit.alarmEmails.length > 0;
  const throughAccessPoints = Object.values(sources).some(({ accessMode }) => accessMode === "accessPoint");
  return [
    ...bucketGrants(place, destinationBuckets(settings), ""),
    ...(throughAccessPoints
      ? accessPointGrants(accessPointArn(place, accessPointName(namePrefix, "*")))
      : []),
    ...keyGrants(place, aliases, ""),
    ...destinationRoleGrants(settings),
    ...identityProviderGrants(madeProviderArns(settings)),
    ...(trail === undefined ? [] : auditGrants(trail, alarmed)),
    ...(audit.kind === "existingTrail" ? existingTrailGrants(audit.trailArn) : []),
    ...(destination.malwareScan === undefined ? [] : scanGrants(place)),
  ];
}

function destinationBuckets({ destination, audit }: Settings): DeployedBucket[] {
  const { bucket, accessLogs, forceDestroy } = destination;
  const plain = { objectLock: false, logged: false, eventBridge: false, replicated: false, forceDestroy };
  return [
    {
      ...plain,
      bucket,
      objectLock: destination.objectLock !== undefined,
      logged: accessLogs !== undefined,
      eventBridge: destination.eventBridge,
      replicated: destination.replication !== undefined,
    },
    ...(accessLogs === undefined
      ? []
      : [{ ...plain, bucket: accessLogBucketName(bucket, accessLogs.bucket) }]),
    ...(audit.kind === "trail"
      ? [
          {
            ...plain,
            bucket: auditPlaceOf({ destination, namePrefix: "" }, audit).logBucket,
            objectLock: audit.objectLock !== undefined,
          },
        ]
      : []),
  ];
}

function destinationRoleGrants(settings: Settings): DeployGrant[] {
  const { destination, audit, namePrefix, sources } = settings;
  const place = placeOf(settings);
  const passed: DeployGrant[] = [
    ...(destination.replication === undefined
      ? []
      : [
          passRoleGrant(
            "PassReplicationRole",
            replicationRoleArn(settings),
            "s3.amazonaws.com",
            "aws_s3_bucket_replication_configuration, create, update",
          ),
        ]),
    ...(destination.malwareScan === undefined
      ? []
      : [
          passRoleGrant(
            "PassScanRole",
            malwareScanRoleArn(settings),
            "malware-protection-plan.guardduty.amazonaws.com",
            "aws_guardduty_malware_protection_plan, create, update",
          ),
        ]),
    ...(audit.kind === "trail"
      ? [
          passRoleGrant(
            "PassLogDeliveryRole",
            logDeliveryRoleArn(auditPlaceOf(settings, audit)),
            "cloudtrail.amazonaws.com",
            "aws_cloudtrail, create, update",
          ),
        ]
      : []),
  ];
  const writers = Object.values(sources).some(
    (source) => source.kind === "webIdentity" || source.accessMode === "role",
  );
  if (!writers && passed.length === 0) return [];
  return [
    ...roleGrants(destinationRoleArn(place, writerRoleName(namePrefix, "*")), boundaryArn(settings)),
    ...passed,
  ];
}

/** Providers of web identities that the stack makes. */
function madeProviderArns({ destination, sources }: Settings): string[] {
  const issuers = Object.values(sources).flatMap((source) =>
    source.kind === "webIdentity" && !source.webIdentity.existingProvider
      ? [source.webIdentity.provider]
      : [],
  );
  return [...new Set(issuers)].map((issuer) =>
    iamArn(partitionOf(destination.region), destination.accountId, `oidc-provider/${issuer}`),
  );
}

function sourceAccountGrants(settings: Settings, accountId: string): DeployGrant[] {
  const { namePrefix, destination } = settings;
  const managed = managedSources(settings, accountId);
  if (managed.length === 0) return [];
  const arn = (resource: string) => iamArn(partitionOf(destination.region), accountId, resource);
  return sourceGrants(
    managed.map(([sourceName, { uploaders, groups }]) => {
      // The members of a group have the policy from it.
      const members = new Set(groups.flatMap((group) => group.members));
      const bearers = [
        ...uploaders.filter((name) => !members.has(name)),
        ...groups.map(({ group }) => group),
      ];
      return {
        sourceName,
        policyArn: arn(`policy/${sourcePolicyName(namePrefix, sourceName, destination.bucket)}`),
        bearerArns: bearers.map(arn),
      };
    }),
  );
}

function replicaGrants(settings: Settings): DeployGrant[] {
  const { destination, namePrefix } = settings;
  const { replication } = destination;
  if (replication === undefined) return [];
  const place = replicaPlaceOf({ replication });
  const bucket: DeployedBucket = {
    bucket: replication.bucket,
    objectLock: destination.objectLock !== undefined,
    logged: false,
    eventBridge: false,
    replicated: false,
    forceDestroy: destination.forceDestroy,
  };
  return [
    ...bucketGrants(place, [bucket], "OfReplica"),
    ...keyGrants(
      place,
      destination.encryption.kind === "s3" ? [] : [keyAlias(namePrefix, replication.bucket)],
      "OfReplica",
    ),
  ];
}
