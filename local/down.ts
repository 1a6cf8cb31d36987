import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  NoSuchBucket,
  type S3Client,
} from "@aws-sdk/client-s3";
import { adminCredentials, clientsFor, type LocalAws } from "./admin";
import { LocalError } from "./localError";
import { stopLocalAws } from "./localAws";
import { mustRunPulumi, stackFlags } from "./localStack";
import { type LocalRequest, setUp } from "./setUp";
import { step } from "./steps";

/**
 * Destroys the local stack and stops the local AWS. The objects in the bucket go too: this bucket is a rehearsal.
 *
 * @throws LocalError when a step fails; running it again goes on from there
 */
export async function down(request: LocalRequest): Promise<void> {
  const { settings, stackName } = request;
  const { aws, stack } = await setUp(request);
  await step("empty the bucket", () => emptyBucket(aws, settings.destination));
  await step(`pulumi destroy --stack ${stackName}`, (progress) =>
    mustRunPulumi(stack, "pulumi destroy", ["destroy", "--yes", "--refresh", ...stackFlags(stack)], progress),
  );
  await step("stop the local AWS", () => stopLocalAws());
}

async function emptyBucket(
  aws: LocalAws,
  { accountId, bucket }: { readonly accountId: string; readonly bucket: string },
): Promise<void> {
  const owner = clientsFor(aws, adminCredentials(accountId));
  try {
    await deleteAllVersions(owner.s3, bucket);
  } catch (error) {
    if (!(error instanceof NoSuchBucket)) throw error;
  } finally {
    owner.destroy();
  }
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
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
    );
    const [refused] = Errors;
    if (refused !== undefined) {
      throw new LocalError(
        `${bucket}/${refused.Key ?? ""} could not be deleted: ${refused.Message ?? refused.Code ?? ""}`,
      );
    }
  }
}
