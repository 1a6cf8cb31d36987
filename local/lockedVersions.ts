import {
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
  type ObjectVersion,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";

/** What keeps some versions of a bucket's objects from being deleted by anybody, an administrator included. */
export interface LockedVersions {
  readonly bucket: string;
  /** How many are under compliance retention that has not run out. */
  readonly retained: number;
  /** When the last of them may be deleted; absent where none is retained. */
  readonly until?: Date;
  /** How many are under a legal hold. */
  readonly held: number;
  /** Key of the first of them, for an example. */
  readonly example: string;
}

/**
 * The versions in a bucket that cannot be deleted now. Governance retention does not count: who may bypass it can.
 *
 * @returns undefined where there is none
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export async function lockedVersions(s3: S3Client, bucket: string): Promise<LockedVersions | undefined> {
  if (!(await hasObjectLock(s3, bucket))) return undefined;
  let retained = 0;
  let held = 0;
  let until: Date | undefined;
  let example: string | undefined;
  for await (const { Key = "", VersionId } of versionsIn(s3, bucket)) {
    const version = { Bucket: bucket, Key, VersionId };
    const retainedUntil = await complianceUntil(s3, version);
    const isHeld = await isUnderLegalHold(s3, version);
    if (retainedUntil === undefined && !isHeld) continue;
    example ??= Key;
    held += isHeld ? 1 : 0;
    retained += retainedUntil === undefined ? 0 : 1;
    if (retainedUntil !== undefined && (until === undefined || retainedUntil > until)) until = retainedUntil;
  }
  if (example === undefined) return undefined;
  return { bucket, retained, held, example, ...(until === undefined ? {} : { until }) };
}

async function* versionsIn(s3: S3Client, bucket: string): AsyncGenerator<ObjectVersion> {
  let next: { readonly KeyMarker?: string | undefined; readonly VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, ...next }));
    yield* page.Versions ?? [];
    if (page.IsTruncated !== true) return;
    next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

interface OneVersion {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId: string | undefined;
}

async function hasObjectLock(s3: S3Client, bucket: string): Promise<boolean> {
  const answer = await unlessNotThere(s3.send(new GetObjectLockConfigurationCommand({ Bucket: bucket })));
  return answer?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled";
}

async function complianceUntil(s3: S3Client, version: OneVersion): Promise<Date | undefined> {
  const answer = await unlessNotThere(s3.send(new GetObjectRetentionCommand(version)));
  const { Mode, RetainUntilDate } = answer?.Retention ?? {};
  return Mode === "COMPLIANCE" && RetainUntilDate !== undefined && RetainUntilDate.getTime() > Date.now()
    ? RetainUntilDate
    : undefined;
}

async function isUnderLegalHold(s3: S3Client, version: OneVersion): Promise<boolean> {
  const answer = await unlessNotThere(s3.send(new GetObjectLegalHoldCommand(version)));
  return answer?.LegalHold?.Status === "ON";
}

/** S3 answers with an error where a bucket or a version has no lock at all. */
async function unlessNotThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const notThere = ["ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration"];
    if (error instanceof S3ServiceException && notThere.includes(error.name)) return undefined;
    throw error;
  }
}
