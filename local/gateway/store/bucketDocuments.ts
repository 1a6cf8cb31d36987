import type { BucketEncryption, PublicAccessBlock, Question, StoreAnswer, StoredBucket } from "../store";
import { StoreError } from "../store";
import { childOf, descend, readXml, textOf } from "../xml";
import type { XmlElement } from "../xml";

type Ask = (question: Question) => Promise<StoreAnswer>;

/**
 * Finds a bucket in one account, read at this moment.
 *
 * @returns undefined when this account has no such bucket
 */
export async function readBucket(ask: Ask, account: string, name: string): Promise<StoredBucket | undefined> {
  // The list of an account is the only answer that does not depend on the bucket's policy and region.
  const path = `/?prefix=${encodeURIComponent(name)}`;
  const answer = await ask({ account, signingName: "s3", path });
  const buckets = descend(readXml(answer.body.toString()), "Buckets")?.children ?? [];
  const found = buckets.find((bucket) => textOf(bucket, "Name") === name);
  return found && { name, account, region: textOf(found, "BucketRegion") ?? "us-east-1" };
}

/** A bucket's policy, read at this moment. */
export async function readBucketPolicy(ask: Ask, bucket: StoredBucket): Promise<string | undefined> {
  return (await subresource(ask, bucket, "policy"))?.toString();
}

/** A bucket's own public access block, read at this moment. */
export async function readPublicAccessBlock(
  ask: Ask,
  bucket: StoredBucket,
): Promise<PublicAccessBlock | undefined> {
  const body = await subresource(ask, bucket, "publicAccessBlock");
  return body === undefined ? undefined : publicAccessBlockOf(readXml(body.toString()));
}

/** The public access block of a whole account, read at this moment. */
export async function readAccountPublicAccessBlock(
  ask: Ask,
  account: string,
): Promise<PublicAccessBlock | undefined> {
  const answer = await ask({
    account,
    signingName: "s3",
    path: "/v20180820/configuration/publicAccessBlock",
    headers: { "x-amz-account-id": account },
  });
  if (answer.httpStatus !== 200) return undefined;
  return publicAccessBlockOf(readXml(answer.body.toString()));
}

/** A bucket's default encryption, read at this moment. */
export async function readBucketEncryption(
  ask: Ask,
  bucket: StoredBucket,
): Promise<BucketEncryption | undefined> {
  const body = await subresource(ask, bucket, "encryption");
  if (body === undefined) return undefined;
  const rule = childOf(readXml(body.toString()), "Rule");
  const byDefault = descend(rule, "ApplyServerSideEncryptionByDefault");
  const blocked = descend(rule, "BlockedEncryptionTypes")?.children.map(({ text }) => text.trim());
  // A rule may say only what is blocked.
  const algorithm = textOf(byDefault, "SSEAlgorithm") ?? (blocked === undefined ? undefined : "AES256");
  if (algorithm !== "AES256" && algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") return undefined;
  const kmsKeyId = textOf(byDefault, "KMSMasterKeyID") ?? "";
  return {
    algorithm,
    ...(kmsKeyId === "" ? {} : { kmsKeyId }),
    bucketKeyEnabled: textOf(rule, "BucketKeyEnabled") === "true",
    ...(blocked === undefined ? {} : { takesCustomerKeys: !blocked.includes("SSE-C") }),
  };
}

/** An access point's policy, read at this moment. */
export async function readAccessPointPolicy(
  ask: Ask,
  account: string,
  region: string,
  name: string,
): Promise<string | undefined> {
  const path = `/v20180820/accesspoint/${encodeURIComponent(name)}/policy`;
  const headers = { "x-amz-account-id": account };
  const answer = await ask({ account, region, signingName: "s3", path, headers });
  if (answer.httpStatus !== 200) return undefined;
  const policy = textOf(readXml(answer.body.toString()), "Policy") ?? "";
  return policy === "" ? undefined : policy;
}

async function subresource(
  ask: Ask,
  { account, region, name }: StoredBucket,
  what: string,
): Promise<Buffer | undefined> {
  const path = `/${encodeURIComponent(name)}?${what}`;
  const answer = await ask({ account, region, signingName: "s3", path });
  if (answer.httpStatus === 404) return undefined;
  if (answer.httpStatus === 200) return answer.body;
  throw new StoreError(`the store answered ${answer.httpStatus} for ${what} of bucket ${name}`);
}

function publicAccessBlockOf(element: XmlElement | undefined): PublicAccessBlock | undefined {
  if (element === undefined) return undefined;
  const on = (name: string) => textOf(element, name)?.toLowerCase() === "true";
  return {
    blockPublicAcls: on("BlockPublicAcls"),
    ignorePublicAcls: on("IgnorePublicAcls"),
    blockPublicPolicy: on("BlockPublicPolicy"),
    restrictPublicBuckets: on("RestrictPublicBuckets"),
  };
}
