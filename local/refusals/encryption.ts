import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { createHash, randomBytes } from "node:crypto";
import { ownKeyAlias } from "../../iam/place";
import { strangerAccount } from "../outsiders";
import type { Attempt } from "./attempt";
import { put, type Trial } from "./trial";

const algorithms = { s3: "AES256", kms: "aws:kms", dsse: "aws:kms:dsse" } as const;

/** Puts whose headers ask for other encryption than the bucket's. */
export function encryptionAttempts(trial: Trial): readonly Attempt[] {
  const { encryption, region } = trial.settings.destination;
  const ServerSideEncryption = algorithms[encryption.kind];
  const other = encryption.kind === "s3" ? algorithms.kms : algorithms.s3;
  const twin = {
    allowed: async () =>
      put(trial, { ServerSideEncryption, ...(encryption.kind === "s3" ? {} : await key(trial)) }),
    twin: `with ${ServerSideEncryption}${encryption.kind === "s3" ? "" : " and the bucket's key"}`,
  };
  const otherAlgorithm = {
    attempt: `put with the encryption header ${other}`,
    refused: () => put(trial, { ServerSideEncryption: other }),
    ...twin,
  };
  const attempts = [otherAlgorithm, ...(encryption.allowSseC ? [] : [customerKey(trial)])];
  if (encryption.kind === "s3") return attempts;
  const SSEKMSKeyId = `arn:aws:kms:${region}:${strangerAccount}:key/00000000-0000-4000-8000-000000000000`;
  return [
    ...attempts,
    {
      attempt: `put with a key of account ${strangerAccount}`,
      refused: () => put(trial, { ServerSideEncryption, SSEKMSKeyId }),
      ...twin,
    },
    {
      attempt: `put with ${ServerSideEncryption} and no key`,
      refused: () => put(trial, { ServerSideEncryption }),
      ...twin,
    },
  ];
}

/** Nobody but who put the object could read it. */
function customerKey(trial: Trial): Attempt {
  const secret = randomBytes(32);
  const headers = {
    SSECustomerAlgorithm: "AES256",
    SSECustomerKey: secret.toString("base64"),
    SSECustomerKeyMD5: createHash("md5").update(secret).digest("base64"),
  };
  return {
    attempt: "put with a key of its own (SSE-C)",
    refused: () => put(trial, headers),
    allowed: () => put(trial),
    twin: "without",
  };
}

async function key({ settings, owner }: Trial): Promise<{ readonly SSEKMSKeyId: string }> {
  const { encryption } = settings.destination;
  const given = encryption.kind === "s3" ? undefined : encryption.keyArn;
  if (given !== undefined) return { SSEKMSKeyId: given };
  const found = await owner.kms.send(new DescribeKeyCommand({ KeyId: ownKeyAlias(settings) }));
  return { SSEKMSKeyId: found.KeyMetadata?.Arn ?? "" };
}
