import type { Forwarding, Passing } from "../../service";
import { policyFault } from "./bucketPolicyWrite";
import { configurationFault } from "./configurationFault";
import { copyAcrossAccounts } from "./crossAccountCopy";
import { customerKeyFault } from "./customerKeys";
import { decideDeletion } from "./deleteObjects";
import type { KmsUse } from "./encryption";
import { keyFault } from "./encryptionNeeds";
import { hiddenAbsence } from "./hiddenAbsence";
import { deletions, isAcrossAccounts, readCalls } from "./known";
import { objectLockFault } from "./objectLockFault";
import { ownAnswer } from "./ownAnswer";
import type { ReadCall } from "./read";
import { toStoredReplication } from "./replicationStatus";
import { notImplemented } from "./s3Error";
import { toStoredEncryption } from "./storedEncryption";
import { storeRequest } from "./storeRequest";

/** What is refused of an allowed request, what the gateway answers itself, and how the rest goes to the store. */
export async function beforeForward(passing: Passing): Promise<Forwarding> {
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
  const own = target && (await ownAnswer(store, target.bucket, request, call.body));
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

/** Checksums of a body that does not go on as it came. */
const withoutChecksums = { "content-md5": undefined, "x-amz-sdk-checksum-algorithm": undefined };
