import type { IncomingHttpHeaders } from "node:http";

type Headers = Readonly<Record<string, string>>;

const algorithmHeader = "x-amz-server-side-encryption";
const keyHeader = "x-amz-server-side-encryption-aws-kms-key-id";

/** The store knows no dual-layer encryption of an object: what has it is stored with a key of this beginning. */
const dualLayer = "dsse/";

/** The headers by which the store gets what an object is encrypted with. @param keyArn of the key or alias */
export function toStoredEncryption(algorithm: "aws:kms" | "aws:kms:dsse", keyArn: string): Headers {
  const marked = algorithm === "aws:kms:dsse" ? `${dualLayer}${keyArn}` : keyArn;
  return { [algorithmHeader]: "aws:kms", [keyHeader]: marked };
}

/** What of the store's headers tells the encryption otherwise than S3 does, as S3 tells it. */
export function fromStoredEncryption(headers: IncomingHttpHeaders): Headers {
  const key = headers[keyHeader];
  if (typeof key !== "string" || !key.startsWith(dualLayer)) return {};
  return { [algorithmHeader]: "aws:kms:dsse", [keyHeader]: key.slice(dualLayer.length) };
}
