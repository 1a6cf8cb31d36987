import type { Context } from "./actionContext";
import type { KmsUse } from "./encryption";

/**
 * `s3:x-amz-server-side-encryption-aws-kms-key-id` of a write that names a key in its header: always an ARN,
 * however the header names the key. Empty where the bucket's default decides, which is no part of the request.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 */
export function keyFromCondition(use: KmsUse | undefined): Context {
  if (use?.inHeader !== true || use.key.kind === "managed") return {};
  const value =
    use.key.kind === "customer" && !use.key.named.includes("alias/") ? use.key.key.arn : use.key.named;
  return { "s3:x-amz-server-side-encryption-aws-kms-key-id": value };
}
