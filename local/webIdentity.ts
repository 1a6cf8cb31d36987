import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import type { LocalAws } from "./admin";
import { LocalError } from "./localError";

const keyId = "xput-local";
let pair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | undefined;

/** This process plays every identity provider with one key. */
function keys() {
  return (pair ??= generateKeyPairSync("rsa", { modulusLength: 2_048 }));
}

/**
 * Tells the local AWS the key with which this process signs for an identity provider.
 *
 * @param provider the issuer without `https://`
 */
export async function declareWebIdentity({ endpoint }: LocalAws, provider: string): Promise<void> {
  const key = { ...keys().publicKey.export({ format: "jwk" }), kid: keyId, alg: "RS256", use: "sig" };
  const body = JSON.stringify({ issuer: `https://${provider}`, keys: [key] });
  const answer = await fetch(`${endpoint}/_xput/web-identities`, { method: "PUT", body });
  if (!answer.ok)
    throw new LocalError(`the local AWS does not take the provider ${provider}: ${await answer.text()}`);
}

/** What a token says. */
export interface TokenClaims {
  /** The issuer without `https://`. */
  readonly provider: string;
  readonly audience: string;
  readonly subject: string;
}

/**
 * A token as an identity provider would issue it, good for five minutes.
 *
 * @param key signs it; default: the one that the local AWS was told
 */
export function webIdentityToken(
  { provider, audience, subject }: TokenClaims,
  key: KeyObject = keys().privateKey,
): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: `https://${provider}`, aud: audience, sub: subject, iat: now, exp: now + 300 };
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${base64({ alg: "RS256", typ: "JWT", kid: keyId })}.${base64(claims)}`;
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}
