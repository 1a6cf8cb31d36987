import type { AwsError } from "../../model";
import type { FormUpload } from "../../forms/formUpload";
import type { Context } from "./actionContext";
import type { S3Request } from "./s3Request";
import { invalidArgument, malformedXml } from "./s3Error";
import { readTaggingHeader, readTaggingXml } from "./tags";
import { readXml, textOf } from "../../xml";

/** Condition keys of a request, or what is wrong with it. */
export type ReadContext =
  { readonly ok: true; readonly context: Context } | { readonly ok: false; readonly error: AwsError };

/** Headers whose value is a condition key of the same name. */
const headerKeys = [
  "x-amz-acl",
  "x-amz-bucket-namespace",
  "x-amz-content-sha256",
  "x-amz-copy-source",
  "x-amz-grant-full-control",
  "x-amz-grant-read",
  "x-amz-grant-read-acp",
  "x-amz-grant-write",
  "x-amz-grant-write-acp",
  "x-amz-metadata-directive",
  "x-amz-object-annotation-directive",
  "x-amz-object-if-match",
  "x-amz-object-ownership",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
] as const;

/** Query parameters by condition key. */
const queryKeys = {
  "s3:prefix": "prefix",
  "s3:delimiter": "delimiter",
  "s3:max-keys": "max-keys",
  "s3:versionid": "versionId",
  "s3:annotation-prefix": "annotation-prefix",
  "s3:max-annotation-results": "max-annotation-results",
} as const;

const millisecondsPerDay = 86_400_000;

/**
 * The condition keys that a request itself says, for all of its actions together (`contextOfAction` picks those of
 * one). Keys that depend on what is stored are not among them.
 *
 * @param body of an operation whose body is read whole
 * @param receivedAt decides about signature age and remaining retention
 * @param form where the object comes in one, with its signature
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export function requestContext(
  request: S3Request,
  body: Buffer | undefined,
  receivedAt: Date,
  form?: FormUpload,
): ReadContext {
  const context: Record<string, string | readonly string[]> = {};
  for (const name of headerKeys) {
    const value = request.headers.get(name);
    if (value !== undefined) context[`s3:${name}`] = value;
  }
  for (const [key, name] of Object.entries(queryKeys)) {
    const value = request.query.get(name);
    if (value !== undefined) context[key] = value;
  }
  Object.assign(context, conditionalWrite(request), signature(request, receivedAt, form));
  const tags = requestTags(request, body);
  if (!tags.ok) return tags;
  const lock = objectLock(request, body, receivedAt);
  if (!lock.ok) return lock;
  const location = locationConstraint(request, body);
  if (!location.ok) return location;
  return { ok: true, context: { ...context, ...tags.context, ...lock.context, ...location.context } };
}

/** Operations that make an object appear; an upload's earlier steps do not. */
const creating: ReadonlySet<string> = new Set([
  "PutObject",
  "PostObject",
  "CopyObject",
  "CompleteMultipartUpload",
]);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html */
function conditionalWrite({ operation, headers }: S3Request): Context {
  const context: Record<string, string> = {
    "s3:ObjectCreationOperation": creating.has(operation.name) ? "true" : "false",
  };
  for (const name of ["if-match", "if-none-match"]) {
    const value = headers.get(name);
    if (value !== undefined) context[`s3:${name}`] = value;
  }
  return context;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html */
function signature({ headers }: S3Request, receivedAt: Date, form: FormUpload | undefined): Context {
  const inHeader = headers.get("authorization")?.startsWith("AWS4-") === true;
  const inQuery = !inHeader && headers.has("x-amz-signature");
  const inForm = form?.fields.has("x-amz-signature") === true;
  if (!inHeader && !inQuery && !inForm) return {};
  const given = inForm ? form.fields.get("x-amz-date") : headers.get("x-amz-date");
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(given ?? "");
  const signedAt =
    date === null ? NaN : Date.parse(`${date.slice(1, 4).join("-")}T${date.slice(4).join(":")}Z`);
  const ageMilliseconds = Math.max(0, receivedAt.getTime() - signedAt);
  return {
    "s3:authType": inForm ? "POST" : inHeader ? "REST-HEADER" : "REST-QUERY-STRING",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    ...(Number.isNaN(ageMilliseconds) ? {} : { "s3:signatureAge": String(ageMilliseconds) }),
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html */
function requestTags({ operation, headers }: S3Request, body: Buffer | undefined): ReadContext {
  const header = headers.get("x-amz-tagging");
  const inBody = operation.name === "PutObjectTagging";
  if (!inBody && header === undefined) return { ok: true, context: {} };
  const read = inBody ? readTaggingXml(body ?? Buffer.alloc(0)) : readTaggingHeader(header ?? "");
  if (!read.ok) return read;
  const context: Record<string, string | readonly string[]> = {
    "s3:RequestObjectTagKeys": [...read.tags.keys()],
  };
  for (const [key, value] of read.tags) context[`s3:RequestObjectTag/${key}`] = value;
  return { ok: true, context };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html */
function objectLock({ operation, headers }: S3Request, body: Buffer | undefined, now: Date): ReadContext {
  const given = {
    mode: headers.get("x-amz-object-lock-mode"),
    retainUntil: headers.get("x-amz-object-lock-retain-until-date"),
    legalHold: headers.get("x-amz-object-lock-legal-hold"),
  };
  if (operation.name === "PutObjectRetention" || operation.name === "PutObjectLegalHold") {
    const root = readXml(body?.toString() ?? "");
    if (root === undefined) return { ok: false, error: malformedXml };
    given.mode = textOf(root, "Mode");
    given.retainUntil = textOf(root, "RetainUntilDate");
    given.legalHold = textOf(root, "Status");
  }
  const context: Record<string, string> = {};
  if (given.mode !== undefined) context["s3:object-lock-mode"] = given.mode;
  if (given.legalHold !== undefined) context["s3:object-lock-legal-hold"] = given.legalHold;
  if (given.retainUntil !== undefined) {
    const until = Date.parse(given.retainUntil);
    if (Number.isNaN(until)) {
      return {
        ok: false,
        error: invalidArgument("The retain until date must be provided in ISO 8601 format"),
      };
    }
    context["s3:object-lock-retain-until-date"] = given.retainUntil;
    const days = Math.ceil((until - now.getTime()) / millisecondsPerDay);
    context["s3:object-lock-remaining-retention-days"] = String(days);
  }
  return { ok: true, context };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
function locationConstraint({ operation }: S3Request, body: Buffer | undefined): ReadContext {
  if (operation.name !== "CreateBucket" || body === undefined || body.length === 0) {
    return { ok: true, context: {} };
  }
  const root = readXml(body.toString());
  if (root === undefined) return { ok: false, error: malformedXml };
  const location = textOf(root, "LocationConstraint");
  return { ok: true, context: location === undefined ? {} : { "s3:locationconstraint": location } };
}
