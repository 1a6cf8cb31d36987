import { randomUUID } from "node:crypto";
import { callerArn } from "../decide/identity";
import type { Outcome } from "../model";

/** What the operation field calls a part of a bucket, where it is not the operation's own name. */
const resourceTypes: readonly (readonly [RegExp, string])[] = [
  [/Tagging$/, "TAGGING"],
  [/Acl$/, "ACL"],
  [/BucketPolicy$/, "BUCKETPOLICY"],
  [/BucketEncryption$/, "ENCRYPTION"],
  [/BucketVersioning$/, "VERSIONING"],
  [/BucketLogging$/, "LOGGING_STATUS"],
  [/Lifecycle/, "LIFECYCLE"],
  [/Replication$/, "REPLICATION"],
  [/Notification/, "NOTIFICATION"],
  [/ObjectLockConfiguration$/, "OBJECT_LOCK"],
  [/PublicAccessBlock$/, "PUBLIC_ACCESS_BLOCK"],
  [/^(?:CreateMultipartUpload|ListMultipartUploads)$/, "UPLOADS"],
  [/^(?:UploadPart|UploadPartCopy)$/, "PART"],
  [/^(?:CompleteMultipartUpload|AbortMultipartUpload|ListParts)$/, "UPLOAD"],
];

/**
 * One line of a server access log.
 *
 * Fields that nobody measures here (bytes sent, times) are `-`.
 *
 * @param owner account of the bucket, in place of its canonical id
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export function accessLogLine({ call, caller, httpStatus, error }: Outcome, owner: string): string {
  const { parameters, method, headers, target, url } = call;
  const text = (name: string) => (typeof parameters[name] === "string" ? parameters[name] : undefined);
  const key = text("key");
  const quoted = (value: string | undefined) =>
    value === undefined || value === "" ? "-" : `"${value.replaceAll('"', "%22")}"`;
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
  const signed = header("authorization") !== undefined;
  const presigned = !signed && /[?&]x-amz-signature=/i.test(url.search);
  return [
    owner,
    text("bucketName") ?? "-",
    `[${logTime(call.receivedAt)}]`,
    call.sourceIp,
    caller.kind === "anonymous" ? "-" : callerArn(caller),
    call.requestId,
    operationName(call.operation, method, key !== undefined),
    key === undefined ? "-" : encodeURIComponent(key).replaceAll("%2F", "/"),
    quoted(`${method} ${target ?? url.pathname + url.search} HTTP/1.1`),
    String(httpStatus),
    error?.code ?? "-",
    "-",
    "-",
    "-",
    "-",
    quoted(header("referer")),
    quoted(header("user-agent")),
    text("versionId") ?? "-",
    randomUUID(),
    signed || presigned ? "SigV4" : "-",
    // There is no TLS on loopback; a request counts as TLS 1.3.
    "TLS_AES_128_GCM_SHA256",
    signed ? "AuthHeader" : presigned ? "QueryString" : "-",
    header("host") ?? "-",
    "TLSv1.3",
    "-",
    "-",
  ].join(" ");
}

function operationName(operation: string, method: string, isObject: boolean): string {
  const found = resourceTypes.find(([pattern]) => pattern.test(operation))?.[1];
  if (operation === "DeleteObjects") return "REST.POST.MULTI_OBJECT_DELETE";
  if (operation === "CopyObject") return "REST.COPY.OBJECT";
  return `REST.${method}.${found ?? (isObject ? "OBJECT" : "BUCKET")}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Like `06/Feb/2026:00:00:38 +0000`. */
function logTime(at: Date): string {
  const iso = at.toISOString();
  return `${iso.slice(8, 10)}/${months[at.getUTCMonth()]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
