import { replicationStatus } from "../../objects/replicationStatuses";
import type { Answer, StoreHead } from "../../service";
import type { ReadCall } from "./read";

/** The answer to HeadObject with its `x-amz-replication-status`; undefined where no replication took the version. */
export function headWithReplication({ target }: ReadCall, head: StoreHead): Answer | undefined {
  const versionId = head.headers["x-amz-version-id"];
  const version = typeof versionId === "string" ? versionId : undefined;
  const status =
    target === undefined ? undefined : replicationStatus(target.bucket.name, target.key, version);
  if (status === undefined || head.httpStatus >= 300) return undefined;
  const headers = Object.fromEntries(
    Object.entries(head.headers).filter(
      (entry): entry is [string, string | string[]] => entry[1] !== undefined,
    ),
  );
  return {
    httpStatus: head.httpStatus,
    headers: { ...headers, "x-amz-replication-status": status },
    body: Buffer.alloc(0),
  };
}
