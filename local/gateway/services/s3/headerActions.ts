import type { S3Request } from "./s3Request";

/** Operations that write a new object and take all of these headers. */
const writes: ReadonlySet<string> = new Set([
  "PutObject",
  "CopyObject",
  "CreateMultipartUpload",
  "PostObject",
]);

/** Operations that honour `x-amz-bypass-governance-retention`. */
const bypasses: ReadonlySet<string> = new Set([
  "DeleteObject",
  "DeleteObjects",
  "PutObjectRetention",
  "PutObjectAnnotation",
  "DeleteObjectAnnotation",
]);

/**
 * Actions, without `s3:`, that a request needs because of its headers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-bypass
 */
export function headerActions({ operation, headers }: S3Request): readonly string[] {
  const acl = headers.get("x-amz-acl")?.trim().toLowerCase();
  const grants = [...headers.keys()].some((name) => name.startsWith("x-amz-grant-"));
  const actions: string[] = [];
  if (writes.has(operation.name)) {
    if (grants || acl !== undefined) actions.push("PutObjectAcl");
    if (isTagged(operation.name, headers)) actions.push("PutObjectTagging");
    if (headers.has("x-amz-object-lock-mode") || headers.has("x-amz-object-lock-retain-until-date")) {
      actions.push("PutObjectRetention");
    }
    if (headers.has("x-amz-object-lock-legal-hold")) actions.push("PutObjectLegalHold");
  }
  if (operation.name === "CreateBucket") {
    // A private bucket is what there is without an ACL: S3 asks for nothing more then.
    if (grants || (acl !== undefined && acl !== "private")) actions.push("PutBucketAcl");
    if (headers.get("x-amz-bucket-object-lock-enabled")?.toLowerCase() === "true") {
      actions.push("PutBucketObjectLockConfiguration", "PutBucketVersioning");
    }
    if (headers.has("x-amz-object-ownership")) actions.push("PutBucketOwnershipControls");
  }
  const bypass = headers.get("x-amz-bypass-governance-retention")?.trim().toLowerCase() === "true";
  if (bypass && bypasses.has(operation.name)) actions.push("BypassGovernanceRetention");
  return actions;
}

/** Whether the request itself sets tags; a copy that keeps the tags of its source is asked about elsewhere. */
function isTagged(operation: string, headers: ReadonlyMap<string, string>): boolean {
  if (!headers.has("x-amz-tagging")) return false;
  return operation !== "CopyObject" || headers.get("x-amz-tagging-directive")?.toUpperCase() === "REPLACE";
}
