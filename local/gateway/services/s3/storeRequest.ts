import type { Forwarding } from "../../service";
import type { S3Request } from "./s3Request";
import type { Target } from "./target";

type Forward = Extract<Forwarding, { readonly kind: "forward" }>;
type Headers = NonNullable<Forward["headers"]>;

/** Parameters of a presigned URL that only its signature needs, and checksums, which say nothing about the body. */
const signatureParameter =
  /^x-amz-(?:algorithm|content-sha256|credential|date|expires|security-token|signature|signedheaders|checksum-(?!algorithm|type|mode).*)$/;

/**
 * The request as the store gets it: path style, written anew from what was read, so that the store cannot read
 * another bucket, key or operation out of it than was decided on.
 *
 * @param target undefined for ListBuckets and for a bucket that is yet to be made
 * @param bucketName of a bucket that is yet to be made
 * @param more headers to set beside those of the request
 */
export function storeRequest(
  { operation, query, headers, hoisted }: S3Request,
  target: Target | undefined,
  bucketName: string | undefined,
  more: Headers = {},
): Forward {
  const bucket = target?.bucket.name ?? bucketName;
  const path = bucket === undefined ? "/" : storePath(bucket, target?.key ?? "");
  const { storeQuery } = operation;
  const parameters =
    storeQuery === undefined
      ? [...query]
      : [
          ...storeQuery.map((name) => [name, ""] as const),
          ...[...query].filter(([name]) => !operation.query.includes(name)),
        ];
  const text = parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const standing = [...hoisted.keys()].filter((name) => !signatureParameter.test(name));
  return {
    kind: "forward",
    path: text.length === 0 ? path : `${path}?${text.join("&")}`,
    headers: {
      ...Object.fromEntries(standing.map((name) => [name, headers.get(name)])),
      host: "localhost",
      "x-amz-target": undefined,
      ...more,
    },
  };
}

/** Path of a bucket or an object in the store. @param key empty: the bucket itself */
export function storePath(bucket: string, key: string): string {
  if (key === "") return `/${bucket}`;
  return `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}
