import { letsService, sourceKeys } from "../actors/servicePrincipal";
import { findKey, readKeyReference } from "../services/kms/keys";
import type { StoreReader } from "../store";

/** What a trail writes to: how CloudTrail presents itself to the owners of bucket and key. */
export interface LogTarget {
  readonly trailArn: string;
  /** The trail's account: 12 digits. */
  readonly account: string;
  readonly bucket: string;
  readonly kmsKeyId: string | undefined;
}

/** One object that CloudTrail puts. */
export interface LogObject {
  readonly key: string;
  readonly body: Buffer;
  readonly metadata?: Readonly<Record<string, string>>;
}

const service = "cloudtrail.amazonaws.com";

/**
 * Puts an object as CloudTrail does, if the bucket's policy and the policy of the trail's key let it.
 *
 * @returns the error that the trail's status tells; undefined when it was put
 * @throws StoreError when the store does not answer
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export async function putLogObject(
  store: StoreReader,
  target: LogTarget,
  { key, body, metadata = {} }: LogObject,
): Promise<string | undefined> {
  const bucket = await store.bucket(target.bucket);
  if (bucket === undefined) return "NoSuchBucket";
  if (!(await mayPut(store, target, key))) return "AccessDenied";
  const encryption = target.kmsKeyId === undefined ? undefined : await keyFor(store, target);
  if (encryption !== undefined && !encryption.ok) return encryption.error;
  const answer = await store.ask({
    account: bucket.account,
    region: bucket.region,
    signingName: "s3",
    method: "PUT",
    path: `/${bucket.name}/${key.split("/").map(encodeURIComponent).join("/")}`,
    headers: {
      "content-type": "application/json",
      "content-encoding": "gzip",
      "x-amz-acl": "bucket-owner-full-control",
      ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
      ...(encryption === undefined
        ? {}
        : {
            "x-amz-server-side-encryption": "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id": encryption.keyArn,
          }),
    },
    body,
  });
  return answer.httpStatus === 200 ? undefined : `HTTP${answer.httpStatus}`;
}

/** Whether the bucket's policy lets CloudTrail put at a key. */
export async function mayPut(store: StoreReader, target: LogTarget, key: string): Promise<boolean> {
  return serviceMay(store, target, "s3:PutObject", `arn:aws:s3:::${target.bucket}/${key}`);
}

/** Whether the bucket's policy lets CloudTrail look at the bucket's ACL, as it does when a trail is made. */
export async function mayGetAcl(store: StoreReader, target: LogTarget): Promise<boolean> {
  return serviceMay(store, target, "s3:GetBucketAcl", `arn:aws:s3:::${target.bucket}`);
}

async function serviceMay(
  store: StoreReader,
  target: LogTarget,
  action: string,
  resource: string,
): Promise<boolean> {
  const [text, bucket] = await Promise.all([store.bucketPolicy(target.bucket), store.bucket(target.bucket)]);
  if (bucket === undefined) return false;
  const context = {
    ...sourceKeys(target.trailArn, target.account),
    "aws:SecureTransport": "true",
    "s3:TlsVersion": "1.3",
    ...(action === "s3:PutObject"
      ? {
          "s3:x-amz-acl": "bucket-owner-full-control",
          ...(target.kmsKeyId === undefined ? {} : { "s3:x-amz-server-side-encryption": "aws:kms" }),
        }
      : {}),
  };
  return letsService(text, { service, action, resource, resourceAccount: bucket.account, context });
}

type TrailKey =
  { readonly ok: true; readonly keyArn: string } | { readonly ok: false; readonly error: TrailKeyError };

/** Why a trail cannot use its key, in the names of S3. */
export type TrailKeyError = "KMS.NotFoundException" | "KMS.DisabledException" | "AccessDenied";

/**
 * The key that a trail encrypts its files with.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export async function keyFor(store: StoreReader, target: LogTarget): Promise<TrailKey> {
  const region = target.trailArn.split(":")[3] ?? "";
  const reference = readKeyReference(target.kmsKeyId ?? "", target.account, region);
  const key = reference === undefined ? undefined : await findKey(store, reference);
  if (key === undefined) return { ok: false, error: "KMS.NotFoundException" };
  if (key.state !== "Enabled") return { ok: false, error: "KMS.DisabledException" };
  const policy = await store.keyPolicy(key.arn);
  const source = sourceKeys(target.trailArn, target.account);
  const encryptionContext = {
    "kms:EncryptionContext:aws:cloudtrail:arn": target.trailArn,
    "kms:EncryptionContextKeys": ["aws:cloudtrail:arn"],
  };
  const lets = (action: string, context: Readonly<Record<string, string | readonly string[]>>) =>
    letsService(policy, { service, action, resource: key.arn, resourceAccount: key.account, context });
  const allowed =
    lets("kms:DescribeKey", source) && lets("kms:GenerateDataKey", { ...source, ...encryptionContext });
  return allowed ? { ok: true, keyArn: key.arn } : { ok: false, error: "AccessDenied" };
}
