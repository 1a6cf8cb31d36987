import type { AwsError } from "../../model";
import type { StoreReader } from "../../store";
import { s3Error } from "./s3Error";
import type { S3Request } from "./s3Request";
import type { Target } from "./target";

const writing: ReadonlySet<string> = new Set([
  "PutObject",
  "CopyObject",
  "CreateMultipartUpload",
  "UploadPart",
  "UploadPartCopy",
]);

/**
 * The refusal of a write with a key of the client's own (SSE-C); undefined where the bucket takes it.
 *
 * New buckets block it until their encryption configuration says that nothing is blocked.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html
 */
export async function customerKeyFault(
  store: StoreReader,
  { operation, headers }: S3Request,
  target: Target,
): Promise<AwsError | undefined> {
  if (!headers.has("x-amz-server-side-encryption-customer-algorithm") || !writing.has(operation.name))
    return undefined;
  const encryption = await store.bucketEncryption(target.bucket.name);
  if (encryption?.takesCustomerKeys === true) return undefined;
  const message =
    "Access Denied: this bucket blocks server-side encryption with customer-provided keys (SSE-C).";
  return s3Error(403, "AccessDenied", message);
}
