import { DescribeKeyCommand } from "@aws-sdk/client-kms";
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
  if (encryption.kind === "s3") return [otherAlgorithm];
  const SSEKMSKeyId = `arn:aws:kms:${region}:${strangerAccount}:key/00000000-0000-4000-8000-000000000000`;
  return [
    otherAlgorithm,
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

async function key({ settings, owner }: Trial): Promise<{ readonly SSEKMSKeyId: string }> {
  const { encryption } = settings.destination;
  const given = encryption.kind === "s3" ? undefined : encryption.keyArn;
  if (given !== undefined) return { SSEKMSKeyId: given };
  const found = await owner.kms.send(new DescribeKeyCommand({ KeyId: ownKeyAlias(settings) }));
  return { SSEKMSKeyId: found.KeyMetadata?.Arn ?? "" };
}
