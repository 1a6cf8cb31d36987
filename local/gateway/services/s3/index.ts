import { denial } from "../../errors/denial";
import { formAnswer } from "../../forms/formAnswer";
import type { AwsError, Call } from "../../model";
import type { Amendment, Forwarding, Passing, Service, StoreHead } from "../../service";
import { StoreError } from "../../store";
import { childOf, readXml } from "../../xml";
import { configurationFault } from "./configurationFault";
import { followPolicy } from "./followPolicy";
import { fromStoredReplication, toStoredReplication } from "./replicationStatus";
import { policyFault } from "./bucketPolicyWrite";
import { copyAcrossAccounts, copyResult } from "./crossAccountCopy";
import { customerKeyFault } from "./customerKeys";
import { decideDeletion, withDenied } from "./deleteObjects";
import type { DecidedDeletion } from "./deleteObjects";
import type { KmsUse } from "./encryption";
import { keyFault } from "./encryptionNeeds";
import { objectLockFault } from "./objectLockFault";
import { operations } from "./operations";
import { ownAnswer } from "./ownAnswer";
import { ownHeaders } from "./ownHeaders";
import { parametersOf } from "./parameters";
import type { ReadCall } from "./read";
import { readCall } from "./read";
import { accessDenied, notImplemented } from "./s3Error";
import { s3Needs } from "./s3Need";
import type { S3Request } from "./s3Request";
import { readS3Request } from "./s3Request";
import { toStoredEncryption } from "./storedEncryption";
import { storeRequest } from "./storeRequest";
import { forgetUpload, rememberUpload } from "./uploads";

/** What was learnt of a call, for as long as the call lives. */
const readCalls = new WeakMap<Call, ReadCall>();
const deletions = new WeakMap<Call, DecidedDeletion>();

/** Operations whose body is object bytes. */
const streaming: ReadonlySet<string> = new Set(["PutObject", "UploadPart"]);

/** Operations that change what a bucket has beside its objects, or whether it is there. */
const configuring: ReadonlySet<string> = new Set(
  operations
    .filter(
      ({ level, method, name }) =>
        level === "bucket" && /PUT|DELETE/.test(method) && name !== "DeleteObjects",
    )
    .map(({ name }) => name),
);

/**
 * Amazon S3.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
 */
export const service: Service = {
  name: "s3",
  protocol: "s3",
  operationOf: ({ method, url, target, headers }) => {
    const read = readS3Request(method, target ?? url.pathname + url.search, headers);
    // `read` refuses it with the same reading, in S3's words.
    if (!read.ok) return { operation: "Unknown", parameters: {}, body: "whole" };
    const { name } = read.request.operation;
    return {
      operation: name,
      parameters: parametersOf(read.request),
      body: name === "PostObject" ? "form" : streaming.has(name) ? "streamed" : "whole",
    };
  },
  read: async (call, caller, store) => {
    const full = await readCall(call, caller, store);
    if (full.readCall !== undefined) readCalls.set(call, full.readCall);
    return full.reading;
  },
  // Of S3's own refusals nothing is told; those of KMS come in KMS's words.
  refusal: ({ caller }, refused, decision) =>
    refused.action.startsWith("kms:") ? denial("query", caller, refused, decision) : undefined,
  beforeForward,
  afterResponse,
  changes: (call) => {
    const bucket = call.parameters.bucketName;
    return configuring.has(call.operation) && typeof bucket === "string" ? [`bucket/${bucket}`] : [];
  },
};

async function beforeForward(passing: Passing): Promise<Forwarding> {
  const { call, caller, store } = passing;
  const known = readCalls.get(call);
  if (known === undefined) return { kind: "refused", error: notImplemented(call.operation) };
  const { request, target, source, kmsUses } = known;
  const { address, operation } = request;
  const fault = kmsUses.map(keyFault).find((error) => error !== undefined);
  if (fault !== undefined) return { kind: "refused", error: fault };
  if (operation.name === "DeleteObjects") {
    const decided = await decideDeletion(passing, known);
    deletions.set(call, decided);
    return decided.forwarding;
  }
  if (operation.name === "PutBucketPolicy" && target !== undefined) {
    const { name, account } = target.bucket;
    const [ofBucket, ofAccount] = await Promise.all([
      store.publicAccessBlock(name),
      store.accountPublicAccessBlock(account),
    ]);
    const blocksPublicPolicies =
      ofBucket?.blockPublicPolicy === true || ofAccount?.blockPublicPolicy === true;
    const owner = { account, arn: `arn:aws:s3:::${name}`, beforeKey: "/", blocksPublicPolicies };
    const error = await policyFault(store, call.body?.toString() ?? "", owner);
    if (error !== undefined) return { kind: "refused", error };
  }
  const own = target && (await ownAnswer(operation.name, target.bucket.name, store));
  if (own !== undefined) return own;
  if (target !== undefined) {
    const error =
      (await customerKeyFault(store, request, target)) ??
      (await configurationFault(store, target.bucket, request, call.body)) ??
      (await objectLockFault(store, request, target, call.body, call.receivedAt));
    if (error !== undefined) return { kind: "refused", error };
  }
  // The store would copy whatever is there: a condition that is not held must not seem to be.
  if (
    operation.name === "CopyObject" &&
    (request.headers.has("if-match") || request.headers.has("if-none-match"))
  ) {
    return { kind: "refused", error: notImplemented("conditions on the target of a copy") };
  }
  if (isAcrossAccounts(known) && source !== undefined && target !== undefined) {
    const copied = await copyAcrossAccounts(store, request, source, target, encryptionHeaders(known));
    if (copied.kind !== "refused" || copied.error.code !== "NoSuchKey") return copied;
    const error = await hiddenAbsence(passing, { ...source, key: "" });
    return error === undefined ? copied : { kind: "refused", error };
  }
  const isForm = call.form !== undefined;
  const saysNoRegion = isForm || caller.kind === "anonymous";
  const ofBucket = saysNoRegion && target !== undefined ? { region: target.bucket.region } : {};
  const yetToBeMade = address.kind === "bucket" ? address.bucket : undefined;
  const forwarding = storeRequest(request, target, yetToBeMade, {
    ...encryptionHeaders(known),
    ...(source === undefined
      ? {}
      : { "x-amz-copy-source": sourceHeader(request.headers, source.bucket.name, source.key) }),
  });
  const replaced =
    operation.name === "PutBucketReplication"
      ? {
          body: Buffer.from(toStoredReplication(call.body?.toString() ?? "")),
          headers: { ...forwarding.headers, ...withoutChecksums },
        }
      : {};
  return { ...forwarding, ...ofBucket, ...replaced, ...(isForm ? { method: "PUT" } : {}) };
}

/** Whether a copy's source is in another account's bucket than its target. */
function isAcrossAccounts({ source, target }: ReadCall): boolean {
  return source !== undefined && source.bucket.account !== target?.bucket.account;
}

/** Writes that begin an object: the store is told the key that was decided on. */
function encryptionHeaders({ request, kmsUses }: ReadCall): Readonly<Record<string, string>> {
  const begins = ["PutObject", "CopyObject", "CreateMultipartUpload"].includes(request.operation.name);
  const use = begins ? kmsUses.find(({ action }) => action === "kms:GenerateDataKey") : undefined;
  return use === undefined ? {} : toStoredEncryption(use.algorithm, keyArn(use));
}

function keyArn({ key }: KmsUse): string {
  if (key.kind === "customer") return key.key.arn;
  return key.kind === "managed" ? `arn:aws:kms:${key.region}:${key.account}:alias/aws/s3` : key.named;
}

/** The source by bucket and key, whatever alias or access point the request names it by. */
function sourceHeader(headers: ReadonlyMap<string, string>, bucket: string, key: string): string {
  const [, version = ""] = /(\?versionId=[^&]+)$/.exec(headers.get("x-amz-copy-source") ?? "") ?? [];
  return `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}${version}`;
}

/** What CloudTrail tells of, and what replication and scans go by. */
const makesVersions: ReadonlySet<string> = new Set([
  "PutObject",
  "CopyObject",
  "CompleteMultipartUpload",
  "DeleteObject",
]);

/** Checksums of a body that does not go on as it came. */
const withoutChecksums = { "content-md5": undefined, "x-amz-sdk-checksum-algorithm": undefined };

/** Reads that are answered with "no such key" only to those who may list. */
const revealing: ReadonlySet<string> = new Set([
  "GetObject",
  "HeadObject",
  "GetObjectAcl",
  "GetObjectAttributes",
  "GetObjectTagging",
  "GetObjectRetention",
  "GetObjectLegalHold",
  "CopyObject",
]);

async function afterResponse(passing: Passing, stored: StoreHead): Promise<Amendment | undefined> {
  const known = readCalls.get(passing.call);
  if (known === undefined) return undefined;
  const headers = await ownHeaders(passing, known, stored);
  const head = { ...stored, headers: { ...stored.headers, ...headers } };
  return { ...(await amendmentOf(passing, known, head)), headers };
}

async function amendmentOf(
  passing: Passing,
  known: ReadCall,
  head: StoreHead,
): Promise<Amendment | undefined> {
  const { call, caller } = passing;
  const { request, target, source } = known;
  const denied = deletions.get(call)?.denied ?? [];
  if (denied.length > 0 && head.httpStatus === 200) {
    const answer = withDenied(await head.body(), denied);
    return answer === undefined ? undefined : { answer };
  }
  if (request.operation.name === "CreateMultipartUpload" && head.httpStatus === 200) {
    const body = await head.body();
    const uploadId = childOf(readXml(body.toString()), "UploadId")?.text;
    if (uploadId !== undefined) rememberUpload(uploadId, request.headers, caller);
    return undefined;
  }
  if (request.operation.name === "CreateBucket" && head.httpStatus === 200 && known.isNew) {
    await blockPublicAccess(passing, request);
    return undefined;
  }
  if (["CompleteMultipartUpload", "AbortMultipartUpload"].includes(request.operation.name)) {
    if (head.httpStatus < 300) forgetUpload(request.query.get("uploadId") ?? "");
  }
  if (request.operation.name === "GetBucketReplication" && head.httpStatus === 200) {
    const body = Buffer.from(fromStoredReplication((await head.body()).toString()));
    return { answer: { httpStatus: 200, headers: { "content-type": "application/xml" }, body } };
  }
  if (target !== undefined && head.httpStatus < 300) {
    const amendment = await followPolicy(passing, target.bucket.name, head);
    if (amendment !== undefined) return amendment;
  }
  const versionId = head.headers["x-amz-version-id"];
  const made =
    makesVersions.has(request.operation.name) && typeof versionId === "string"
      ? { response: { "x-amz-version-id": versionId } }
      : undefined;
  if (call.form !== undefined && target !== undefined && head.httpStatus === 200) {
    const answer = formAnswer(call.form, target.bucket.name, head.headers, call.headers.host ?? "localhost");
    return { answer, ...made };
  }
  if (isAcrossAccounts(known)) {
    const copied = copyResult(request, head, call.receivedAt);
    return copied === undefined ? made : { ...copied, ...made };
  }
  const asked = source ?? target;
  if (head.httpStatus === 404 && asked !== undefined && revealing.has(request.operation.name)) {
    const error = await hiddenAbsence(passing, { ...asked, key: "" });
    return error === undefined ? undefined : { error };
  }
  return made;
}

/**
 * Whoever may not list a bucket is not told that a key is not there.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
async function hiddenAbsence(
  passing: Passing,
  bucket: NonNullable<ReadCall["target"]>,
): Promise<AwsError | undefined> {
  for (const need of s3Needs("s3:ListBucket", bucket, {})) {
    if ((await passing.decide(need)).decision !== "allowed") return accessDenied;
  }
  return undefined;
}

/**
 * New buckets have all four settings on.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
async function blockPublicAccess(
  { call, store, ownerAccount }: Passing,
  { address }: S3Request,
): Promise<void> {
  if (address.kind !== "bucket") return;
  const names = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
  const settings = names.map((name) => `<${name}>true</${name}>`).join("");
  const { region } = (await store.bucket(address.bucket)) ?? call;
  const answer = await store.ask({
    account: ownerAccount,
    signingName: "s3",
    region,
    method: "PUT",
    path: `/${address.bucket}?publicAccessBlock`,
    body: `<PublicAccessBlockConfiguration>${settings}</PublicAccessBlockConfiguration>`,
  });
  if (answer.httpStatus !== 200)
    throw new StoreError(`the store answered ${answer.httpStatus} for a new bucket's settings`);
}
