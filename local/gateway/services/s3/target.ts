import type { AwsError } from "../../model";
import type { StoreReader, StoredBucket } from "../../store";
import { findAccessPoint, findByAlias } from "./accessPoints";
import type { AccessPoint } from "./accessPoints";
import { arnOfAccessPoint } from "./address";
import type { AccessPointName } from "./address";
import { accessDenied, noSuchBucket, s3Error } from "./s3Error";

/** A bucket or an object that exists or may be made, and the way to it. */
export interface Target {
  readonly bucket: StoredBucket;
  /** Empty: the bucket itself. */
  readonly key: string;
  /** The access point through which the request comes. */
  readonly accessPoint?: AccessPoint;
}

/** A target, or the error of a request for something that is not there. */
export type FoundTarget =
  { readonly ok: true; readonly target: Target } | { readonly ok: false; readonly error: AwsError };

/** Who and where a request comes from, as far as finding its target needs it. */
export interface Origin {
  readonly account: string | undefined;
  /** Region of the request's signature. */
  readonly region: string;
  /** The VPC that it comes from. */
  readonly vpcId: string | undefined;
}

/** An access point by name, or a bucket or an access point's alias. */
export type Named = { readonly bucket: string } | { readonly accessPoint: AccessPointName };

const aliasSuffix = "-s3alias";

/**
 * Finds the bucket that a request is about, in whichever account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-alias.html
 */
export async function findTarget(
  store: StoreReader,
  named: Named,
  key: string,
  origin: Origin,
): Promise<FoundTarget> {
  if ("accessPoint" in named) {
    const { name, account, region } = named.accessPoint;
    const accessPoint = await findAccessPoint(store, account, region ?? origin.region, name);
    if (accessPoint !== undefined) return through(store, accessPoint, key, origin);
    // In a host, `name-account` is a legal bucket name too.
    if (region === undefined) return direct(store, `${name}-${account}`, key);
    const message = "The specified accesspoint does not exist";
    return { ok: false, error: s3Error(404, "NoSuchAccessPoint", message, { AccessPointName: name }) };
  }
  if (!named.bucket.endsWith(aliasSuffix)) return direct(store, named.bucket, key);
  const accessPoint = await findByAlias(store, named.bucket, origin.account, origin.region);
  if (accessPoint === undefined) return { ok: false, error: noSuchBucket(named.bucket) };
  return through(store, accessPoint, key, origin);
}

/** ARN of a bucket, or of an object in it. */
export function bucketArnOf({ bucket, key }: Target): string {
  return key === "" ? `arn:aws:s3:::${bucket.name}` : `arn:aws:s3:::${bucket.name}/${key}`;
}

/** ARN of the access point of a target, or of an object behind it; undefined for a request without one. */
export function accessPointArnOf({ accessPoint, key }: Target): string | undefined {
  if (accessPoint === undefined) return undefined;
  const arn = arnOfAccessPoint(accessPoint.region, accessPoint.account, accessPoint.name);
  return key === "" ? arn : `${arn}/object/${key}`;
}

async function direct(store: StoreReader, name: string, key: string): Promise<FoundTarget> {
  const bucket = await store.bucket(name);
  return bucket === undefined
    ? { ok: false, error: noSuchBucket(name) }
    : { ok: true, target: { bucket, key } };
}

async function through(
  store: StoreReader,
  accessPoint: AccessPoint,
  key: string,
  { vpcId }: Origin,
): Promise<FoundTarget> {
  // An access point with the origin VPC takes nothing from elsewhere, whatever policies say.
  if (accessPoint.networkOrigin === "VPC" && accessPoint.vpcId !== vpcId)
    return { ok: false, error: accessDenied };
  const bucket = await store.bucket(accessPoint.bucket);
  return bucket === undefined
    ? { ok: false, error: noSuchBucket(accessPoint.bucket) }
    : { ok: true, target: { bucket, key, accessPoint } };
}
