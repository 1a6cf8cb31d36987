import type { _Error as ObjectError, ObjectIdentifier, S3 } from "@aws-sdk/client-s3";

/**
 * Deletes every version and every delete marker of a bucket.
 *
 * @param locked whether the bucket has object lock: then retention in governance mode is bypassed, and legal holds are
 *   taken away. Retention in compliance mode cannot be.
 * @throws Error that names the first version that S3 keeps, and why
 */
export async function emptyBucket(s3: S3, bucketName: string, locked: boolean): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket: bucketName });
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3.deleteObjects({
      Bucket: bucketName,
      Delete: { Objects, Quiet: true },
      ...(locked ? { BypassGovernanceRetention: true } : {}),
    });
    for (const error of Errors) {
      if (locked && error.Code === "AccessDenied") await deleteHeld(s3, bucketName, error);
      else throw kept(error);
    }
  }
}

async function deleteHeld(s3: S3, Bucket: string, error: ObjectError): Promise<void> {
  const version: ObjectIdentifier = { Key: error.Key, VersionId: error.VersionId };
  const { Key, VersionId } = version;
  try {
    await s3.putObjectLegalHold({ Bucket, Key, VersionId, LegalHold: { Status: "OFF" } });
    await s3.deleteObject({ Bucket, Key, VersionId, BypassGovernanceRetention: true });
  } catch (cause) {
    throw kept(error, { cause });
  }
}

function kept({ Key = "", VersionId = "", Code = "", Message = "" }: ObjectError, options?: ErrorOptions) {
  return new Error(`deleting S3 object ${Key} version ${VersionId}: ${Code}: ${Message}`, options);
}
