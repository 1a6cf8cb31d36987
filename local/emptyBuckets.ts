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
import { lockedVersions, type LockedVersions } from "./lockedVersions";
import { placeInside } from "./place";

interface OwnedBucket {
  readonly bucket: string;
  readonly accountId: string;
  readonly region: string;
}

/**
 * Deletes every version of every object in the buckets of a stack, those under governance retention, too.
 *
 * @throws LocalError where versions in any of the buckets are under compliance retention or a legal hold: then nothing is
 * deleted. Where S3 refuses to delete another, what was deleted before it is gone
 */
export async function emptyBuckets(aws: LocalAws, settings: Settings): Promise<void> {
  const locked: LockedVersions[] = [];
  await inEachBucket(aws, settings, async (client, bucket) => {
    const found = await lockedVersions(client, bucket);
    if (found !== undefined) locked.push(found);
  });
  if (locked.length > 0) throw new LocalError(lockedMessage(locked));
  await inEachBucket(aws, settings, deleteAllVersions);
}

/** Acts in each bucket of a stack that is there, as its owner. */
async function inEachBucket(
  aws: LocalAws,
  settings: Settings,
  act: (client: S3Client, bucket: string) => Promise<void>,
): Promise<void> {
  for (const { bucket, accountId, region } of bucketsOf(settings)) {
    const owner = clientsFor({ ...aws, region }, adminCredentials(accountId), placeInside(settings));
    try {
      await act(owner.s3, bucket);
    } catch (error) {
      if (!(error instanceof NoSuchBucket)) throw error;
    } finally {
      owner.destroy();
    }
  }
}

function lockedMessage(locked: readonly LockedVersions[]): string {
  return [
    "Objects are locked, so nothing was deleted:",
    ...locked.map(({ bucket, retained, until, held, example }) => {
      const kinds = [
        ...(until === undefined
          ? []
          : [`${versions(retained)} under compliance retention, the last until ${until.toISOString()}`]),
        ...(held === 0 ? [] : [`${versions(held)} under a legal hold`]),
      ];
      return `  ${bucket}: ${kinds.join("; ")} (like ${example})`;
    }),
    "Nobody can shorten compliance retention: wait until then. Lift legal holds with `aws s3api put-object-legal-hold`.",
    "Or run `npx xput local stop`: this local AWS forgets all that is in it, but for what `--state` keeps in a folder.",
  ].join("\n");
}

const versions = (count: number): string => (count === 1 ? "1 version" : `${count} versions`);

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
