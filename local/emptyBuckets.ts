import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  NoSuchBucket,
  type S3Client,
} from "@aws-sdk/client-s3";
import { accessLogBucketName, auditBucketName } from "../iam/names";
import type { Settings } from "../settings/settings";
import { adminCredentials, clientsFor, type LocalAws } from "./admin";
import { LocalError } from "./localError";
import { placeInside } from "./place";

interface OwnedBucket {
  readonly bucket: string;
  readonly accountId: string;
  readonly region: string;
}

/**
 * Deletes every version of every object in the buckets of a stack, those under governance retention, too.
 *
 * @throws LocalError for an object that cannot be deleted, as one under compliance retention
 */
export async function emptyBuckets(aws: LocalAws, settings: Settings): Promise<void> {
  for (const { bucket, accountId, region } of bucketsOf(settings)) {
    const owner = clientsFor({ ...aws, region }, adminCredentials(accountId), placeInside(settings));
    try {
      await deleteAllVersions(owner.s3, bucket);
    } catch (error) {
      if (!(error instanceof NoSuchBucket)) throw error;
    } finally {
      owner.destroy();
    }
  }
}

/** The replica before what it copies, and logs last: emptying the others is recorded, too. */
function bucketsOf({ destination, audit }: Settings): readonly OwnedBucket[] {
  const { accountId, region, bucket, accessLogs, replication } = destination;
  const own = { accountId, region };
  return [
    ...(replication === undefined ? [] : [replication]),
    { ...own, bucket },
    ...(accessLogs === undefined ? [] : [{ ...own, bucket: accessLogBucketName(bucket, accessLogs.bucket) }]),
    ...(audit.kind === "trail" ? [{ ...own, bucket: auditBucketName(bucket, audit.bucket) }] : []),
  ];
}

async function deleteAllVersions(client: S3Client, bucket: string): Promise<void> {
  // Every page is deleted before the next is asked for, so it is always the first one.
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket }),
    );
    const objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (objects.length === 0) return;
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Objects: objects, Quiet: true },
        BypassGovernanceRetention: true,
      }),
    );
    const [refused] = Errors;
    if (refused !== undefined) {
      throw new LocalError(
        `${bucket}/${refused.Key ?? ""} could not be deleted: ${refused.Message ?? refused.Code ?? ""}`,
      );
    }
  }
}
