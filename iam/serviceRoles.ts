import type { Settings } from "../settings/settings";
import { serviceRoleName } from "./names";
import { destinationRoleArn, placeOf } from "./place";

/** The roles in which AWS services work on the bucket. */
export interface ServiceRoleArns {
  readonly all: readonly string[];
  /** Those that put objects. */
  readonly writing: readonly string[];
}

/** The service roles that the settings ask for. */
export function serviceRoleArns(settings: Settings): ServiceRoleArns {
  const { destination, namePrefix } = settings;
  const place = placeOf(settings);
  const scanning =
    destination.malwareScan === undefined
      ? []
      : [destinationRoleArn(place, serviceRoleName(namePrefix, "malware-scan"))];
  const replicating =
    destination.replication === undefined
      ? []
      : [destinationRoleArn(place, serviceRoleName(namePrefix, "replication"))];
  // GuardDuty puts an object to see whether it may tag; replication only reads here.
  return { all: [...scanning, ...replicating], writing: scanning };
}
