import type { Caller } from "../../model";
import { moduleMap } from "../../state/keptMap";

/** What a multipart upload was begun with, as far as its parts are decided by it. */
export interface Upload {
  /** `x-amz-server-side-encryption` of CreateMultipartUpload; undefined: the bucket's default. */
  readonly serverSideEncryption: string | undefined;
  /** `x-amz-server-side-encryption-aws-kms-key-id` likewise, as given. */
  readonly kmsKeyId: string | undefined;
  /** `x-amz-server-side-encryption-context` likewise. */
  readonly encryptionContext: string | undefined;
  /** Whether S3 uses a bucket key for it; undefined: as the bucket says. */
  readonly bucketKey: string | undefined;
  /** Account of who began it: ids and aliases of keys are looked for there. */
  readonly account: string | undefined;
}

/** Uploads that nobody ends are forgotten, oldest first, so that memory does not grow with their number. */
const mostUploads = 10_000;
const byId = moduleMap<Upload>("upload", mostUploads);

/** Remembers an upload that has begun. */
export function rememberUpload(uploadId: string, headers: ReadonlyMap<string, string>, caller: Caller): void {
  byId.set(uploadId, {
    serverSideEncryption: headers.get("x-amz-server-side-encryption"),
    kmsKeyId: headers.get("x-amz-server-side-encryption-aws-kms-key-id"),
    encryptionContext: headers.get("x-amz-server-side-encryption-context"),
    bucketKey: headers.get("x-amz-server-side-encryption-bucket-key-enabled"),
    account: caller.kind === "anonymous" ? undefined : caller.account,
  });
}

/** An upload that has begun and has not ended; undefined when it is not known. */
export function findUpload(uploadId: string): Upload | undefined {
  return byId.get(uploadId);
}

/** Forgets an upload that was completed or aborted. */
export function forgetUpload(uploadId: string): void {
  byId.delete(uploadId);
}
