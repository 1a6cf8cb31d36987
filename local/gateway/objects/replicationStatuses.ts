import { moduleMap } from "../state/keptMap";

/** What HEAD tells of a version: `REPLICA` of one that replication made. */
export type ReplicationStatus = "PENDING" | "COMPLETED" | "FAILED" | "REPLICA";

const mostKept = 20_000;
const statuses = moduleMap<ReplicationStatus>("replicationStatus", mostKept);

/** Notes the status of a version. Of the newest 20 000 versions. */
export function noteReplication(
  bucket: string,
  key: string,
  versionId: string | undefined,
  status: ReplicationStatus,
): void {
  statuses.set(nameOf(bucket, key, versionId), status);
}

/** `x-amz-replication-status` of a version; undefined where no rule takes it. */
export function replicationStatus(
  bucket: string,
  key: string,
  versionId: string | undefined,
): ReplicationStatus | undefined {
  return statuses.get(nameOf(bucket, key, versionId));
}

function nameOf(bucket: string, key: string, versionId = "null"): string {
  return `${bucket} ${versionId} ${key}`;
}
