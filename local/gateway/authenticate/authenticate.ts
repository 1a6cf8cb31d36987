import { createHmac, timingSafeEqual } from "node:crypto";
import type { Caller } from "../model";
import type { Protocol, RequestHead } from "../service";
import type { StoreReader } from "../store";
import { canonicalRequest, scopeText, sha256, signingKey, stringToSign } from "./canonicalRequest";
import type { SignedRequest } from "./canonicalRequest";
import type { Credential, CredentialRegistry } from "./credentials";
import { mostSkewMilliseconds } from "./errors";
import type { Rejection } from "./errors";
import { payloadForm } from "./payload";
import type { ChunkSigning, PayloadForm } from "./payload";
import { readSignature } from "./signature";
import type { Signature } from "./signature";

/** A request whose credentials are to be looked at. */
export interface AuthenticationRequest {
  readonly head: RequestHead;
  readonly signed: SignedRequest;
  readonly protocol: Protocol;
  /** The body where it was read whole. */
  readonly body: Buffer | undefined;
  readonly receivedAt: Date;
  /** Whether the operation is one that may be asked without a signature. */
  readonly mayBeUnsigned: boolean;
}

/** Who asks, or why that is not known. */
export type Authentication =
  | {
      readonly kind: "known";
      readonly caller: Caller;
      readonly signature: Signature | undefined;
      /** How the body is to be checked while it passes. */
      readonly payload: PayloadForm;
      /** Absent for callers whose signatures are not checked. */
      readonly chunkSigning?: ChunkSigning;
    }
  | { readonly kind: "rejected"; readonly rejection: Rejection };

/**
 * Finds out who signed a request.
 *
 * The key of an account's administrator is the 12 digits of the account, with any secret: its signature is not
 * checked, only time and body. A request without any signature is anonymous, where the operation takes such.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function authenticate(
  request: AuthenticationRequest,
  registry: CredentialRegistry,
  store: StoreReader,
): Promise<Authentication> {
  const { head, protocol } = request;
  const reading = readSignature(head);
  const s3 = protocol === "s3";
  if (reading.kind === "malformed") return rejected({ why: "malformed", fault: reading.fault });
  if (reading.kind === "unsigned") {
    if (!request.mayBeUnsigned) return rejected({ why: "missing" });
    const payload: PayloadForm | Rejection = s3 ? payloadOf(head, "unsigned") : { kind: "unsigned" };
    return "why" in payload
      ? rejected(payload)
      : { kind: "known", caller: { kind: "anonymous" }, signature: undefined, payload };
  }
  const { signature } = reading;
  const payload: PayloadForm | Rejection =
    s3 || protocol === "restXml" ? payloadOf(head, signature.form) : { kind: "unsigned" };
  if ("why" in payload) return rejected(payload);

  const { accessKeyId } = signature;
  const administrator = /^\d{12}$/.test(accessKeyId);
  const credential = administrator ? undefined : registry.find(accessKeyId);
  const untimely = timeFault(signature, request.receivedAt);
  if (administrator) {
    if (untimely !== undefined) return rejected(untimely);
    const caller: Caller = { kind: "root", account: accessKeyId, accessKeyId };
    return { kind: "known", caller, signature, payload };
  }
  if (credential === undefined || (credential.kind === "accessKey" && !credential.active)) {
    return rejected({ why: "unknownKey", accessKeyId });
  }
  const tokenFault = sessionTokenFault(credential, signature, request.receivedAt);
  const key = signingKey(credential.secretAccessKey, signature.scope);
  const fault = tokenFault ?? untimely ?? signatureFault(request, signature, key);
  if (fault !== undefined) return rejected(fault);
  const caller = await callerOf(credential, store);
  if (caller === undefined) return rejected({ why: "unknownKey", accessKeyId });
  const chunkSigning = {
    key,
    timestamp: signature.timestamp,
    scope: scopeText(signature.scope),
    seedSignature: signature.signature,
  };
  return { kind: "known", caller, signature, payload, chunkSigning };
}

function rejected(rejection: Rejection): Authentication {
  return { kind: "rejected", rejection };
}

function payloadOf(head: RequestHead, form: Signature["form"] | "unsigned"): PayloadForm | Rejection {
  const header = head.headers["x-amz-content-sha256"];
  const given = typeof header === "string" ? header : head.url.searchParams.get("X-Amz-Content-Sha256");
  if (given === null) return form === "header" ? { why: "missingPayloadHash" } : { kind: "unsigned" };
  return payloadForm(given) ?? { why: "wrongPayloadHash" };
}

function timeFault(signature: Signature, now: Date): Rejection | undefined {
  const { form, signedAt, expiresSeconds = 0 } = signature;
  const ageMilliseconds = now.getTime() - signedAt.getTime();
  if (form === "header") {
    return Math.abs(ageMilliseconds) > mostSkewMilliseconds ? { why: "skewed", signature, now } : undefined;
  }
  if (ageMilliseconds < -mostSkewMilliseconds) return { why: "presignNotYetValid" };
  return ageMilliseconds > expiresSeconds * 1_000 ? { why: "presignExpired", signature, now } : undefined;
}

/** Why a session token, or its absence, does not go with a credential. */
export function sessionTokenFault(
  credential: Credential,
  { sessionToken }: Signature,
  now: Date,
): Rejection | undefined {
  if (credential.kind === "accessKey") return sessionToken === undefined ? undefined : { why: "wrongToken" };
  // Without its token a temporary key is no key at all.
  if (sessionToken === undefined) return { why: "unknownKey", accessKeyId: credential.accessKeyId };
  if (sessionToken !== credential.sessionToken) return { why: "wrongToken" };
  return credential.expiresAt <= now ? { why: "expiredToken" } : undefined;
}

function signatureFault(
  { signed, protocol, body, head }: AuthenticationRequest,
  signature: Signature,
  key: Buffer,
): Rejection | undefined {
  const unsigned = unsignedHeaders(signed, signature, protocol);
  if (unsigned.length > 0) return { why: "unsignedHeaders", names: unsigned };
  const canonical = canonicalRequest(signed, signature, payloadHash(head, signature, protocol, body));
  if (canonical === undefined) return { why: "brokenEncoding" };
  const text = stringToSign(canonical, signature);
  const computed = Buffer.from(createHmac("sha256", key).update(text).digest("hex"));
  // As text: decoding would stop at the first character that is no digit.
  const given = Buffer.from(signature.signature);
  if (given.length === computed.length && timingSafeEqual(given, computed)) return undefined;
  return { why: "wrongSignature", signature, canonicalRequest: canonical, stringToSign: text };
}

/** `host` always, and of S3 every `x-amz-` header, must be covered by the signature. */
function unsignedHeaders(
  { headers }: SignedRequest,
  { signedHeaders, form }: Signature,
  protocol: Protocol,
): readonly string[] {
  return Object.keys(headers).filter((name) => {
    if (signedHeaders.includes(name)) return false;
    if (name === "host") return true;
    if (protocol !== "s3" || !name.startsWith("x-amz-")) return false;
    return !(form === "query" && name === "x-amz-content-sha256");
  });
}

function payloadHash(
  head: RequestHead,
  { form }: Signature,
  protocol: Protocol,
  body: Buffer | undefined,
): string {
  const header = head.headers["x-amz-content-sha256"];
  if (protocol === "s3" || protocol === "restXml") {
    const given = typeof header === "string" && form === "header" ? header : undefined;
    return given ?? head.url.searchParams.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD";
  }
  return sha256(body ?? Buffer.alloc(0));
}

/** Whom a credential stands for; undefined when they are gone. */
export async function callerOf(credential: Credential, store: StoreReader): Promise<Caller | undefined> {
  const holder =
    credential.kind === "temporary" ? credential.caller : { ...credential, kind: "user" as const };
  if (holder.kind !== "user") return holder;
  const { account, userName } = holder;
  const user = await store.user(account, userName);
  if (user === undefined) return undefined;
  const { accessKeyId } = credential;
  const mfa = "mfaAuthenticatedAt" in holder ? holder.mfaAuthenticatedAt : undefined;
  return {
    kind: "user",
    account,
    accessKeyId,
    userName: user.name,
    arn: user.arn,
    userId: user.id,
    ...(mfa === undefined ? {} : { mfaAuthenticatedAt: mfa }),
  };
}
