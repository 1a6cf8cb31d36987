import { createHmac, timingSafeEqual } from "node:crypto";
import { missingField } from "../forms/formError";
import type { FormUpload } from "../forms/formUpload";
import type { AwsError } from "../model";
import type { StoreReader } from "../store";
import { type Authentication, callerOf, sessionTokenFault } from "./authenticate";
import { signingKey } from "./canonicalRequest";
import type { CredentialRegistry } from "./credentials";
import { rejectionError, type Rejection } from "./errors";
import { readFormSignature } from "./signature";

export type FormAuthentication =
  | Extract<Authentication, { readonly kind: "known" }>
  | { readonly kind: "refused"; readonly error: AwsError };

/**
 * Finds out who signed a form: the signature is that of its policy. A form without policy and signature is anonymous.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html
 */
export async function authenticateForm(
  { fields, policy }: FormUpload,
  registry: CredentialRegistry,
  store: StoreReader,
  now: Date,
): Promise<FormAuthentication> {
  const payload = { kind: "unsigned" } as const;
  const reading = readFormSignature(fields);
  if (reading.kind === "unsigned" && policy === undefined) {
    return { kind: "known", caller: { kind: "anonymous" }, signature: undefined, payload };
  }
  if (policy === undefined) return { kind: "refused", error: missingField("policy") };
  if (reading.kind === "unsigned") return { kind: "refused", error: missingField("X-Amz-Signature") };
  if (reading.kind === "missing") return { kind: "refused", error: missingField(reading.field) };
  if (reading.kind === "malformed") return rejected({ why: "malformed", fault: reading.fault });
  const { signature } = reading;
  const { accessKeyId } = signature;
  if (/^\d{12}$/.test(accessKeyId)) {
    return { kind: "known", caller: { kind: "root", account: accessKeyId, accessKeyId }, signature, payload };
  }
  const credential = registry.find(accessKeyId);
  if (credential === undefined || (credential.kind === "accessKey" && !credential.active)) {
    return rejected({ why: "unknownKey", accessKeyId });
  }
  const fault = sessionTokenFault(credential, signature, now);
  if (fault !== undefined) return rejected(fault);
  const key = signingKey(credential.secretAccessKey, signature.scope);
  const computed = Buffer.from(createHmac("sha256", key).update(policy).digest("hex"));
  const given = Buffer.from(signature.signature);
  if (given.length !== computed.length || !timingSafeEqual(given, computed)) {
    return rejected({ why: "wrongSignature", signature, canonicalRequest: "", stringToSign: policy });
  }
  const caller = await callerOf(credential, store);
  return caller === undefined
    ? rejected({ why: "unknownKey", accessKeyId })
    : { kind: "known", caller, signature, payload };
}

function rejected(rejection: Rejection): FormAuthentication {
  return { kind: "refused", error: rejectionError("s3", rejection) };
}
