import type { AwsError } from "../../model";
import { invalidUri, s3Error } from "./s3Error";

/** What a request is addressed to, before it is known whether it exists. */
export type Address =
  | { readonly kind: "service" }
  /** `bucket` may also be the alias of an access point. */
  | { readonly kind: "bucket"; readonly bucket: string; readonly key: string }
  | { readonly kind: "accessPoint"; readonly accessPoint: AccessPointName; readonly key: string };

/** Where an access point is; its name is unique within account and region. */
export interface AccessPointName {
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  /** Undefined where only the region of the request's signature says it. */
  readonly region: string | undefined;
}

/** An address, or what is wrong with it. */
export type ReadAddress =
  { readonly ok: true; readonly address: Address } | { readonly ok: false; readonly error: AwsError };

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const accessPointHostLabel = /^([a-z0-9][a-z0-9-]{1,48}[a-z0-9])-(\d{12})$/;
const accessPointArn = /^arn:aws:s3:([a-z0-9-]+):(\d{12}):accesspoint[/:]([a-z0-9][a-z0-9-]{1,48}[a-z0-9])$/;
const localSuffix = /(?:\.s3(?:-accesspoint)?)?(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.localhost$/;

/**
 * Reads bucket and key from host and path.
 *
 * The bucket stands in the host (`bucket.localhost`, `bucket.s3.localhost`, `bucket.s3.eu-west-1.localhost`) or
 * is the first segment of the path. An access point is `name-account` in the host or its percent-encoded ARN in
 * the path; its alias stands wherever a bucket's name can. The key is everything after, percent-decoded and
 * otherwise untouched: `..` and empty segments are part of the key.
 *
 * @param host the Host header; a port is ignored
 * @param path as it came, without query
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function readAddress(host: string, path: string): ReadAddress {
  if (!path.startsWith("/")) return { ok: false, error: invalidUri };
  const label = hostLabel(host);
  if (label !== undefined) {
    const key = decode(path.slice(1));
    if (key === undefined) return { ok: false, error: invalidUri };
    return addressed(label, key, accessPointOfHost(label));
  }
  if (path === "/") return { ok: true, address: { kind: "service" } };
  const end = path.indexOf("/", 1);
  const first = decode(end === -1 ? path.slice(1) : path.slice(1, end));
  const key = end === -1 ? "" : decode(path.slice(end + 1));
  if (first === undefined || key === undefined) return { ok: false, error: invalidUri };
  return addressed(first, key, accessPointOfArn(first));
}

/** The access point that an ARN names; undefined when it names none. */
export function accessPointOfArn(arn: string): AccessPointName | undefined {
  const [, region, account, name] = accessPointArn.exec(arn) ?? [];
  return account === undefined || name === undefined ? undefined : { name, account, region };
}

/** Like `arn:aws:s3:eu-west-1:111111111111:accesspoint/marketing`. */
export function arnOfAccessPoint(region: string, account: string, name: string): string {
  return `arn:aws:s3:${region}:${account}:accesspoint/${name}`;
}

function addressed(bucket: string, key: string, accessPoint: AccessPointName | undefined): ReadAddress {
  if (accessPoint !== undefined) return { ok: true, address: { kind: "accessPoint", accessPoint, key } };
  // The store keeps this path for S3 Control.
  if (bucketName.test(bucket) && bucket !== "v20180820")
    return { ok: true, address: { kind: "bucket", bucket, key } };
  const message = "The specified bucket is not valid.";
  return { ok: false, error: s3Error(400, "InvalidBucketName", message, { BucketName: bucket }) };
}

/** What stands before the endpoint in the host; undefined when the path names the bucket. */
function hostLabel(host: string): string | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  const suffix = localSuffix.exec(name);
  const label = suffix === null ? "" : name.slice(0, suffix.index);
  return label === "" || label === "s3" ? undefined : label;
}

function accessPointOfHost(label: string): AccessPointName | undefined {
  const [, name, account] = accessPointHostLabel.exec(label) ?? [];
  return name === undefined || account === undefined ? undefined : { name, account, region: undefined };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // Malformed percent-encoding, or bytes that are no UTF-8: S3 refuses both.
    return undefined;
  }
}
