import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Readable } from "node:stream";

export interface ObjectToPut {
  /** The bucket's name, or the ARN of an access point. */
  readonly bucket: string;
  readonly key: string;
  readonly body: Buffer | Readable;
  /** Length of the body. S3 takes at most 5 GiB in one put. */
  readonly bytes: number;
  /** `If-None-Match`: S3 refuses with PreconditionFailed where the key is taken. Default false. */
  readonly onlyIfAbsent?: boolean | undefined;
}

/** What S3 says of an object that it has taken. */
export interface PutResult {
  /** Absent where the bucket keeps no versions. */
  readonly versionId?: string | undefined;
  /** As S3 gives it, in quotes. */
  readonly eTag: string;
}

/** The most that S3 takes in one put. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const largestSinglePutBytes = 5 * 1024 ** 3;

/**
 * Puts one object in one request; its encryption is the bucket's default.
 *
 * @param s3 a client with the credentials to put with
 * @throws RangeError for more than 5 GiB, before anything is sent; else the error of S3 as the SDK gives it
 */
export async function putObject(s3: S3Client, object: ObjectToPut): Promise<PutResult> {
  const { bucket, key, body, bytes, onlyIfAbsent = false } = object;
  if (bytes > largestSinglePutBytes) {
    throw new RangeError(`${bytes} bytes are more than S3 takes in one put (${largestSinglePutBytes})`);
  }
  const answer = await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentLength: bytes,
      ...(onlyIfAbsent ? { IfNoneMatch: "*" } : {}),
    }),
  );
  if (answer.ETag === undefined) throw new Error(`S3 answered the put of ${key} without an ETag`);
  return { versionId: answer.VersionId, eTag: answer.ETag };
}
