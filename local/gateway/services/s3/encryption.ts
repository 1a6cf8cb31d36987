import type { StoreReader } from "../../store";
import type { KmsKey } from "./kmsKeys";
import { findKey, keyPlace } from "./kmsKeys";
import type { S3Request } from "./s3Request";
import { fromStoredEncryption } from "./storedEncryption";
import { storePath } from "./storeRequest";
import type { Target } from "./target";
import { findUpload } from "./uploads";

/** How S3 asks KMS on behalf of whoever sent a request. */
export interface KmsUse {
  /** `kms:Encrypt` is what replication needs for the replica. */
  readonly action: "kms:GenerateDataKey" | "kms:Decrypt" | "kms:Encrypt";
  readonly algorithm: "aws:kms" | "aws:kms:dsse";
  readonly key: UsedKey;
  /** Whether S3 asks for a key of the whole bucket, so that KMS sees the bucket's ARN and not the object's. */
  readonly bucketKey: boolean;
  /** `x-amz-server-side-encryption-context`, base64. */
  readonly encryptionContext: string | undefined;
  /** Whether the request itself says the encryption, and not the bucket's default. */
  readonly inHeader: boolean;
  /** The object whose bytes the key protects. */
  readonly target: Target;
}

/** The key that S3 uses. */
export type UsedKey =
  | { readonly kind: "customer"; readonly key: KmsKey; readonly named: string }
  /** `aws/s3` of the bucket's account: it serves whoever that account lets use S3, and no other account. */
  | { readonly kind: "managed"; readonly account: string; readonly region: string }
  | { readonly kind: "missing"; readonly named: string; readonly region: string };

/** Operations that write bytes or begin to, by what they ask of KMS. */
const writeActions: Readonly<Record<string, KmsUse["action"]>> = {
  PutObject: "kms:GenerateDataKey",
  CopyObject: "kms:GenerateDataKey",
  CreateMultipartUpload: "kms:GenerateDataKey",
  // S3 reads the parts again, before it makes one object of them.
  UploadPart: "kms:Decrypt",
  UploadPartCopy: "kms:Decrypt",
  CompleteMultipartUpload: "kms:Decrypt",
};

/**
 * What S3 asks of KMS for the bytes that a request writes; undefined where KMS has no part in it.
 *
 * The request's header decides, else the bucket's default encryption; for the parts of an upload, the headers with
 * which it was begun.
 *
 * @param requesterAccount undefined for anonymous requests
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export async function kmsUseOfWrite(
  store: StoreReader,
  { operation, headers, query }: S3Request,
  target: Target,
  requesterAccount: string | undefined,
): Promise<KmsUse | undefined> {
  const action = writeActions[operation.name];
  if (action === undefined || headers.has("x-amz-server-side-encryption-customer-algorithm"))
    return undefined;
  const upload = findUpload(query.get("uploadId") ?? "");
  const given = upload ?? {
    serverSideEncryption: headers.get("x-amz-server-side-encryption"),
    kmsKeyId: headers.get("x-amz-server-side-encryption-aws-kms-key-id"),
    encryptionContext: headers.get("x-amz-server-side-encryption-context"),
    bucketKey: headers.get("x-amz-server-side-encryption-bucket-key-enabled"),
    account: requesterAccount,
  };
  const byDefault = await store.bucketEncryption(target.bucket.name);
  const algorithm = given.serverSideEncryption ?? byDefault?.algorithm;
  if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") return undefined;
  const named = given.serverSideEncryption === undefined ? byDefault?.kmsKeyId : given.kmsKeyId;
  const bucketKey =
    algorithm === "aws:kms" &&
    (given.bucketKey === undefined ? byDefault?.bucketKeyEnabled === true : given.bucketKey === "true");
  const key = await usedKey(store, named, target, given.account);
  const inHeader = given.serverSideEncryption !== undefined;
  return { action, algorithm, key, bucketKey, encryptionContext: given.encryptionContext, inHeader, target };
}

/**
 * What S3 asks of KMS to give out the bytes of an object; undefined where KMS has no part in it.
 *
 * @param versionId undefined: the current version
 */
export async function kmsUseOfRead(
  store: StoreReader,
  target: Target,
  versionId: string | undefined,
): Promise<KmsUse | undefined> {
  const { bucket, key } = target;
  const version = versionId === undefined ? "" : `?versionId=${encodeURIComponent(versionId)}`;
  const { account, region } = bucket;
  const path = storePath(bucket.name, key) + version;
  const head = await store.ask({ account, region, signingName: "s3", method: "HEAD", path });
  const told = { ...head.headers, ...fromStoredEncryption(head.headers) };
  const header = (name: string) => {
    const value = told[name];
    return typeof value === "string" ? value : undefined;
  };
  const algorithm = header("x-amz-server-side-encryption");
  if (head.httpStatus !== 200 || (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse")) return undefined;
  const named = header("x-amz-server-side-encryption-aws-kms-key-id");
  const byDefault = await store.bucketEncryption(bucket.name);
  return {
    action: "kms:Decrypt",
    algorithm,
    key: await usedKey(store, named, target, account),
    bucketKey: algorithm === "aws:kms" && byDefault?.bucketKeyEnabled === true,
    encryptionContext: undefined,
    inHeader: false,
    target,
  };
}

async function usedKey(
  store: StoreReader,
  named: string | undefined,
  { bucket }: Target,
  requesterAccount: string | undefined,
): Promise<UsedKey> {
  const { account, region } = bucket;
  if (named === undefined || named === "" || /(?:^|:)alias\/aws\/s3$/.test(named)) {
    return { kind: "managed", account, region };
  }
  const place = keyPlace(named, requesterAccount ?? account, region);
  const key = place.region === region ? await findKey(store, place) : undefined;
  return key === undefined
    ? { kind: "missing", named, region: place.region }
    : { kind: "customer", key, named };
}
