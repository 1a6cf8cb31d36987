import type { Outcome } from "../model";
import type { StoredBucket, StoreReader } from "../store";

/** A version of an object that a request made, or a delete marker. */
export interface WrittenObject {
  readonly bucket: StoredBucket;
  readonly key: string;
  /** Undefined where the bucket has no versions. */
  readonly versionId: string | undefined;
  readonly change: "created" | "deleted";
}

const creating: ReadonlySet<string> = new Set([
  "PutObject",
  "PostObject",
  "CopyObject",
  "CompleteMultipartUpload",
]);

/** What a request left in a bucket; undefined where it left nothing, or failed. */
export async function writtenObject(
  store: StoreReader,
  { call, needs, httpStatus, error, response }: Outcome,
): Promise<WrittenObject | undefined> {
  const { service, operation, parameters } = call;
  if (service !== "s3" || error !== undefined || httpStatus >= 300) return undefined;
  const created = creating.has(operation);
  // With a version it takes one away, which leaves nothing.
  const deleted = operation === "DeleteObject" && parameters["versionId"] === undefined;
  if (!created && !deleted) return undefined;
  const action = created ? "s3:PutObject" : "s3:DeleteObject";
  const arn = needs.find(
    (need) => need.action === action && need.resource.startsWith("arn:aws:s3:::"),
  )?.resource;
  const [, name, key] = /^arn:aws:s3:::([^/]+)\/([\s\S]+)$/.exec(arn ?? "") ?? [];
  const bucket = name === undefined ? undefined : await store.bucket(name);
  if (bucket === undefined || key === undefined) return undefined;
  const version = response?.["x-amz-version-id"];
  return {
    bucket,
    key,
    versionId: typeof version === "string" && version !== "null" ? version : undefined,
    change: created ? "created" : "deleted",
  };
}
