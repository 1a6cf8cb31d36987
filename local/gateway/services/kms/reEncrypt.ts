import type { Call } from "../../model";
import type { Forwarding } from "../../service";
import type { StoreReader } from "../../store";
import { askJson, textMember } from "../askJson";
import type { StoredKey } from "./keys";
import { kmsError } from "./kmsError";

/**
 * Answers ReEncrypt, which the store does not have: decrypts under the one key and encrypts under the other.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
 */
export async function reEncrypt(
  { parameters, requestId }: Call,
  store: StoreReader,
  source: StoredKey,
  destination: StoredKey,
): Promise<Forwarding> {
  const ask = (
    { account, region, id }: StoredKey,
    operation: string,
    more: Readonly<Record<string, unknown>>,
  ) => askJson(store, { service: "kms", account, region, operation, parameters: { KeyId: id, ...more } });
  const decrypted = await ask(source, "Decrypt", {
    CiphertextBlob: parameters["CiphertextBlob"],
    EncryptionContext: parameters["SourceEncryptionContext"] ?? {},
  });
  if (!decrypted.ok) return failed(decrypted.members);
  const encrypted = await ask(destination, "Encrypt", {
    Plaintext: decrypted.members["Plaintext"],
    EncryptionContext: parameters["DestinationEncryptionContext"] ?? {},
  });
  if (!encrypted.ok) return failed(encrypted.members);
  const response = {
    CiphertextBlob: encrypted.members["CiphertextBlob"],
    SourceKeyId: source.arn,
    KeyId: destination.arn,
    SourceEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    DestinationEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
  };
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId };
  const answer = { httpStatus: 200, headers, body: Buffer.from(JSON.stringify(response)) };
  return { kind: "answer", answer };
}

function failed(members: Readonly<Record<string, unknown>>): Forwarding {
  const code = textMember(members, "__type") ?? "KMSInternalException";
  return { kind: "refused", error: kmsError(code, textMember(members, "message") ?? "") };
}
