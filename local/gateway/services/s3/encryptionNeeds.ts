import type { AwsError, Need } from "../../model";
import type { KmsUse } from "./encryption";
import { s3Error } from "./s3Error";
import { bucketArnOf } from "./target";

/**
 * What KMS must allow whoever sent a request, so that S3 may use a key for it.
 *
 * The managed key `aws/s3` serves every principal of its account that may use S3, so there it needs nothing; other
 * accounts it serves never.
 *
 * @param requesterAccount undefined for anonymous requests
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-s3.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function encryptionNeeds(use: KmsUse, requesterAccount: string | undefined): readonly Need[] {
  const { action, key, target } = use;
  const { bucket } = target;
  const context = {
    ...encryptionContext(use),
    "kms:ViaService": `s3.${bucket.region}.amazonaws.com`,
    // It is S3 that asks, from within AWS: no address of the caller's comes along.
    "aws:ViaAWSService": "true",
    "aws:SourceIp": [],
    "aws:SourceVpc": [],
    "aws:SourceVpce": [],
  };
  switch (key.kind) {
    case "customer": {
      const { arn, account, id, aliases } = key.key;
      return [
        {
          action,
          resource: arn,
          resourceAccount: account,
          context: { ...context, "kms:ResourceAliases": aliases },
          policyOf: { kind: "key", account, keyId: id },
        },
      ];
    }
    case "managed": {
      if (requesterAccount === key.account) return [];
      const { account, region } = key;
      const resource = `arn:aws:kms:${region}:${account}:key/aws-managed-s3`;
      return [{ action, resource, resourceAccount: account, context, policyOf: { kind: "none" } }];
    }
    case "missing":
      return [];
  }
}

/**
 * Why S3 cannot use a key whoever asks; undefined when it can.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function keyFault({ key }: KmsUse): AwsError | undefined {
  if (key.kind === "managed") return undefined;
  if (key.kind === "missing") {
    const where = key.named.startsWith("arn:") ? `Key '${key.named}'` : `Invalid keyId '${key.named}'`;
    const message = key.named.startsWith("arn:") ? `${where} does not exist` : where;
    return s3Error(400, "KMS.NotFoundException", message);
  }
  const { arn, state } = key.key;
  if (state === "Enabled") return undefined;
  if (state === "Disabled") return s3Error(400, "KMS.DisabledException", `${arn} is disabled.`);
  const words = state === "PendingDeletion" ? "pending deletion" : state;
  return s3Error(400, "KMS.KMSInvalidStateException", `${arn} is ${words}.`);
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context */
function encryptionContext({ target, bucketKey, encryptionContext: given }: KmsUse): Need["context"] {
  const arn = bucketArnOf(bucketKey ? { ...target, key: "" } : target);
  const pairs: Record<string, string> = { ...readGivenContext(given), "aws:s3:arn": arn };
  const context: Record<string, string | readonly string[]> = {
    "kms:EncryptionContextKeys": Object.keys(pairs),
  };
  for (const [name, value] of Object.entries(pairs)) context[`kms:EncryptionContext:${name}`] = value;
  return context;
}

/** Pairs of the header; what is no JSON object of strings says nothing. */
function readGivenContext(header: string | undefined): Readonly<Record<string, string>> {
  if (header === undefined) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(header, "base64").toString());
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
  } catch {
    // S3 itself refuses it later; here no condition can rest on it.
    return {};
  }
}
