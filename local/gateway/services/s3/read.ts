import type { Call, Caller, Need, Reading } from "../../model";
import type { StoreReader } from "../../store";
import { readXml, textOf } from "../../xml";
import { passRoleNeeds } from "../passRole";
import type { Context } from "./actionContext";
import { readCopySource } from "./copySource";
import type { KmsUse } from "./encryption";
import { kmsUseOfRead, kmsUseOfWrite } from "./encryption";
import { encryptionNeeds } from "./encryptionNeeds";
import { existingObjectTags, tagsOf } from "./existingTags";
import { headerActions } from "./headerActions";
import { keyFromCondition } from "./keyCondition";
import { requestContext } from "./requestContext";
import { accessDenied, notImplemented, s3Error } from "./s3Error";
import { s3Needs } from "./s3Need";
import type { S3Request } from "./s3Request";
import { readS3Request } from "./s3Request";
import type { Named, Origin, Target } from "./target";
import { findTarget } from "./target";
import { findUpload } from "./uploads";

/** What is known of a call once it was read, for what runs when it may pass. */
export interface ReadCall {
  readonly request: S3Request;
  /** Undefined for ListBuckets and CreateBucket. */
  readonly target: Target | undefined;
  readonly source: Target | undefined;
  readonly kmsUses: readonly KmsUse[];
  /** Whether the bucket that CreateBucket names was not there before. */
  readonly isNew: boolean;
}

/** A reading with what was learnt on the way. */
export interface FullReading {
  readonly reading: Reading;
  /** Undefined when the call was refused. */
  readonly readCall?: ReadCall;
}

/** Operations on the bucket itself that an access point takes too. */
const bucketOperationsThroughAccessPoints: ReadonlySet<string> = new Set([
  "ListObjects",
  "ListObjectsV2",
  "ListObjectVersions",
  "ListMultipartUploads",
  "HeadBucket",
  "GetBucketAcl",
  "GetBucketCors",
  "GetBucketLocation",
  "GetBucketNotificationConfiguration",
  "GetBucketPolicy",
  "DeleteObjects",
]);

/**
 * What a call to S3 needs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export async function readCall(call: Call, caller: Caller, store: StoreReader): Promise<FullReading> {
  const { form } = call;
  const read =
    form === undefined
      ? readS3Request(call.method, call.target ?? call.url.pathname + call.url.search, call.headers)
      : readS3Request("PUT", form.target, form.headers);
  if (!read.ok) return refused(read.error);
  const { request } = read;
  const { operation, address } = request;
  const said = requestContext(request, call.body, call.receivedAt, form);
  if (!said.ok) return refused(said.error);
  const account = caller.kind === "anonymous" ? undefined : caller.account;

  if (address.kind === "service" || operation.name === "CreateBucket") {
    if (account === undefined) return refused(accessDenied);
    const needs = withoutTarget(request, account, said.context);
    if (needs === undefined) return refused(s3Error(405, "MethodNotAllowed", notOnAccessPoints));
    const existing = address.kind === "bucket" ? await store.bucket(address.bucket) : undefined;
    const known: ReadCall = { ...nothing, request, isNew: existing === undefined };
    return { reading: { kind: "needs", needs, ownerAccount: account }, readCall: known };
  }

  const origin: Origin = { account, region: call.region, vpcId: vpcOf(call) };
  const named: Named = address.kind === "bucket" ? { bucket: address.bucket } : address;
  const found = await findTarget(store, named, address.key, origin);
  if (!found.ok) return refused(found.error);
  const { target } = found;
  if (isOtherOwner(request, "x-amz-expected-bucket-owner", target)) return refused(accessDenied);
  if (target.accessPoint !== undefined && operation.level === "bucket") {
    if (!bucketOperationsThroughAccessPoints.has(operation.name)) {
      return refused(s3Error(405, "MethodNotAllowed", notOnAccessPoints));
    }
  }
  if (!operation.stored) return refused(notImplemented(operation.name));
  const asked = await asks(request, target, origin, said.context, store, call.body);
  if ("httpStatus" in asked) return refused(asked);
  return {
    reading: { kind: "needs", needs: asked.needs, ownerAccount: target.bucket.account },
    readCall: { request, target, source: asked.source, kmsUses: asked.kmsUses, isNew: false },
  };
}

const notOnAccessPoints = "The specified method is not allowed against this resource.";

interface Asked {
  readonly needs: readonly Need[];
  readonly source: Target | undefined;
  readonly kmsUses: readonly KmsUse[];
}

async function asks(
  request: S3Request,
  target: Target,
  origin: Origin,
  said: Context,
  store: StoreReader,
  body: Buffer | undefined,
): Promise<Asked | Extract<Reading, { kind: "refused" }>["error"]> {
  const { operation, headers, query } = request;
  // Its keys are decided one by one, when the rest may pass.
  if (operation.name === "DeleteObjects") return { needs: [], source: undefined, kmsUses: [] };
  const versionId = query.get("versionId");
  const write = await kmsUseOfWrite(store, request, target, origin.account);
  const context = { ...said, ...keyFromCondition(write), ...uploadContext(query.get("uploadId")) };
  const names = versionId === undefined ? operation.actions : (operation.versionActions ?? operation.actions);
  const actions = [...names, ...headerActions(request)].map((name) => `s3:${name}`);
  const stored = target.key === "" ? {} : await existingObjectTags(store, actions, target, versionId);
  const needs = actions.flatMap((action) => s3Needs(action, target, { ...stored, ...context }));
  const kmsUses = [write].filter((use) => use !== undefined);
  if (operation.name === "GetObject") {
    const use = await kmsUseOfRead(store, target, versionId);
    if (use !== undefined) kmsUses.push(use);
  }
  let source: Target | undefined;
  if (operation.copies === true) {
    const copied = await asksOfSource(request, target, origin, store, headers.get("x-amz-copy-source") ?? "");
    if ("httpStatus" in copied) return copied;
    needs.push(...copied.needs);
    kmsUses.push(...copied.kmsUses);
    source = copied.source;
  }
  needs.push(...kmsUses.flatMap((use) => encryptionNeeds(use, origin.account)));
  if (operation.name === "PutBucketReplication") {
    const role = textOf(readXml(body?.toString() ?? ""), "Role");
    needs.push(...passRoleNeeds(role, "s3.amazonaws.com"));
  }
  return { needs, source, kmsUses };
}

/** The side of a copy that reads, in the account of its own bucket. */
async function asksOfSource(
  request: S3Request,
  target: Target,
  origin: Origin,
  store: StoreReader,
  header: string,
): Promise<Asked | Extract<Reading, { kind: "refused" }>["error"]> {
  const read = readCopySource(header);
  if (!read.ok) return read.error;
  const { from, key, versionId } = read.source;
  const found = await findTarget(store, from, key, origin);
  if (!found.ok) return found.error;
  const source = found.target;
  if (isOtherOwner(request, "x-amz-source-expected-bucket-owner", source)) return accessDenied;
  const version = versionId === undefined ? "" : "Version";
  const actions = [`s3:GetObject${version}`];
  const tags = await tagsOf(store, source, versionId);
  const keepsTags =
    request.operation.name === "CopyObject" &&
    tags.size > 0 &&
    request.headers.get("x-amz-tagging-directive")?.toUpperCase() !== "REPLACE";
  if (keepsTags) actions.push(`s3:GetObject${version}Tagging`);
  const context: Record<string, string> = versionId === undefined ? {} : { "s3:versionid": versionId };
  for (const [name, value] of tags) context[`s3:ExistingObjectTag/${name}`] = value;
  const needs = actions.flatMap((action) => s3Needs(action, source, context));
  if (keepsTags) needs.push(...s3Needs("s3:PutObjectTagging", target, copiedTags(tags)));
  const use = await kmsUseOfRead(store, source, versionId);
  return { needs, source, kmsUses: use === undefined ? [] : [use] };
}

function copiedTags(tags: ReadonlyMap<string, string>): Context {
  const context: Record<string, string | readonly string[]> = { "s3:RequestObjectTagKeys": [...tags.keys()] };
  for (const [name, value] of tags) context[`s3:RequestObjectTag/${name}`] = value;
  return context;
}

/** Parts and completion are decided by the encryption that the upload was begun with. */
function uploadContext(uploadId: string | undefined): Context {
  const upload = uploadId === undefined ? undefined : findUpload(uploadId);
  const algorithm = upload?.serverSideEncryption;
  return algorithm === undefined ? {} : { "s3:x-amz-server-side-encryption": algorithm };
}

/** ListBuckets and CreateBucket act in the caller's own account. */
function withoutTarget(request: S3Request, account: string, said: Context): readonly Need[] | undefined {
  const { operation, address } = request;
  const common = { resourceAccount: account, policyOf: { kind: "none" } } as const;
  if (address.kind === "service") {
    return [{ ...common, action: "s3:ListAllMyBuckets", resource: "*", context: said }];
  }
  if (address.kind === "accessPoint") return undefined;
  const { bucket } = address;
  const target = { bucket: { name: bucket, account, region: "" }, key: "" };
  return [...operation.actions, ...headerActions(request)].flatMap((name) =>
    s3Needs(`s3:${name}`, target, said).map((need) => ({ ...need, ...common })),
  );
}

const nothing = { target: undefined, source: undefined, kmsUses: [] } as const;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function isOtherOwner({ headers }: S3Request, name: string, { bucket }: Target): boolean {
  const expected = headers.get(name);
  return expected !== undefined && expected !== bucket.account;
}

/** A test plays the VPC that a request comes from by a header; there are none on loopback. */
function vpcOf({ headers }: Call): string | undefined {
  const value = headers["x-xput-source-vpc"];
  return typeof value === "string" ? value : undefined;
}

function refused(error: Extract<Reading, { kind: "refused" }>["error"]): FullReading {
  return { reading: { kind: "refused", error } };
}
