import { randomBytes } from "node:crypto";
import type { Elements } from "../queryAnswer";

/** A key, its secret and its token. */
export interface TemporaryKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** New ones, in the shapes that AWS gives them. */
export function temporaryKeys(): TemporaryKeys {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const id = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join("");
  return {
    accessKeyId: `ASIA${id}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(96).toString("base64"),
  };
}

/**
 * Temporary keys as they are told: to the caller, and in records, into which no secret key goes.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
 */
export function toldKeys(
  { accessKeyId, secretAccessKey, sessionToken }: TemporaryKeys,
  expiresAt: Date,
): { readonly caller: Elements; readonly record: Readonly<Record<string, string>> } {
  const expiration = expiresAt.toISOString().replace(/\.\d{3}Z$/, "Z");
  return {
    caller: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiration,
    },
    record: { accessKeyId, sessionToken, expiration },
  };
}
