import type { AwsError } from "../../model";
import type { Passing } from "../../service";
import type { ReadCall } from "./read";
import { accessDenied } from "./s3Error";
import { s3Needs } from "./s3Need";

/**
 * Whoever may not list a bucket is not told that a key is not there.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export async function hiddenAbsence(
  passing: Passing,
  bucket: NonNullable<ReadCall["target"]>,
): Promise<AwsError | undefined> {
  for (const need of s3Needs("s3:ListBucket", bucket, {})) {
    if ((await passing.decide(need)).decision !== "allowed") return accessDenied;
  }
  return undefined;
}
