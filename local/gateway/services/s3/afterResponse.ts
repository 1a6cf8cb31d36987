import { formAnswer } from "../../forms/formAnswer";
import type { Amendment, Passing, StoreHead } from "../../service";
import { childOf, readXml } from "../../xml";
import { copyResult } from "./crossAccountCopy";
import { withDenied } from "./deleteObjects";
import { followPolicy } from "./followPolicy";
import { hiddenAbsence } from "./hiddenAbsence";
import { deletions, isAcrossAccounts, readCalls } from "./known";
import { blockPublicAccess } from "./newBucket";
import { forgetNumbered } from "./numberedConfigurations";
import { ownHeaders } from "./ownHeaders";
import type { ReadCall } from "./read";
import { fromStoredReplication } from "./replicationStatus";
import { forgetUpload, rememberUpload } from "./uploads";

/** What CloudTrail tells of, and what replication and scans go by. */
const makesVersions: ReadonlySet<string> = new Set([
  "PutObject",
  "CopyObject",
  "CompleteMultipartUpload",
  "DeleteObject",
]);

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

/** What the client is told in place of the store's answer, and what is remembered of it. */
export async function afterResponse(passing: Passing, stored: StoreHead): Promise<Amendment | undefined> {
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
  if (request.operation.name === "DeleteBucket" && head.httpStatus < 300 && target !== undefined) {
    await forgetNumbered(passing.store, target.bucket);
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
