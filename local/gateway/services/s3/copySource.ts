import type { AwsError } from "../../model";
import { accessPointOfArn } from "./address";
import type { AccessPointName } from "./address";
import { invalidArgument } from "./s3Error";

/** The object that CopyObject or UploadPartCopy reads. */
export interface CopySource {
  /** Name of the bucket or alias of an access point; or the access point that an ARN names. */
  readonly from: { readonly bucket: string } | { readonly accessPoint: AccessPointName };
  readonly key: string;
  readonly versionId: string | undefined;
}

/** A copy source, or what is wrong with it. */
export type ReadCopySource =
  { readonly ok: true; readonly source: CopySource } | { readonly ok: false; readonly error: AwsError };

const malformed = invalidArgument(
  "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
  {
    ArgumentName: "x-amz-copy-source",
  },
);

/**
 * Reads the header `x-amz-copy-source`: `bucket/key`, percent-encoded, with or without a leading slash, with
 * `?versionId=` after it or not; or `arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME/object/KEY`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export function readCopySource(header: string): ReadCopySource {
  const [path = "", query, ...rest] = header.split("?");
  const version = query === undefined ? undefined : /^versionId=([^&]+)$/.exec(query)?.[1];
  if (rest.length > 0 || (query !== undefined && version === undefined))
    return { ok: false, error: malformed };
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    // Malformed percent-encoding, or bytes that are no UTF-8.
    return { ok: false, error: malformed };
  }
  const text = decoded.startsWith("/") ? decoded.slice(1) : decoded;
  const [, arn, objectOfAccessPoint] = /^(arn:[^/]+\/[^/]+)\/object\/(.+)$/s.exec(text) ?? [];
  if (arn !== undefined && objectOfAccessPoint !== undefined) {
    const accessPoint = accessPointOfArn(arn);
    if (accessPoint === undefined) return { ok: false, error: malformed };
    return { ok: true, source: { from: { accessPoint }, key: objectOfAccessPoint, versionId: version } };
  }
  const slash = text.indexOf("/");
  const bucket = text.slice(0, Math.max(0, slash));
  const key = text.slice(slash + 1);
  if (bucket === "" || key === "") return { ok: false, error: malformed };
  return { ok: true, source: { from: { bucket }, key, versionId: version } };
}
