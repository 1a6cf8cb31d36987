import { verify } from "node:crypto";
import type { WebIdentityKeys } from "./webIdentityKeys";

/** What a web identity token says, of whoever it may be. */
export interface WebIdentityToken {
  readonly issuer: string;
  readonly subject: string;
  /** Client ids for which it was issued: the authorized party where there is one, else the audience. */
  readonly audiences: readonly string[];
  /** Seconds since 1970. */
  readonly expiresAt: number;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signature: TokenSignature;
}

interface TokenSignature {
  readonly algorithm: string;
  readonly keyId: string | undefined;
  /** What is signed. */
  readonly text: string;
  readonly bytes: Buffer;
}

/**
 * Reads a JSON Web Token in its compact form, without looking whether its signature is right; undefined when it is
 * none, or a claim is missing that AWS needs.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7519
 */
export function readWebIdentityToken(token: string): WebIdentityToken | undefined {
  const parts = token.split(".");
  const [head = "", payload = "", signed = ""] = parts;
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part))) return undefined;
  const header = jsonObject(head);
  const claims = jsonObject(payload);
  if (header === undefined || claims === undefined) return undefined;
  const { iss, sub, aud, azp, exp, iat } = claims;
  const audiences = textsOf(azp ?? aud);
  if (typeof iss !== "string" || typeof sub !== "string" || audiences.length === 0) return undefined;
  if (typeof exp !== "number" || typeof iat !== "number" || typeof header.alg !== "string") return undefined;
  return {
    issuer: iss,
    subject: sub,
    audiences,
    expiresAt: exp,
    claims,
    signature: {
      algorithm: header.alg,
      keyId: typeof header.kid === "string" ? header.kid : undefined,
      text: `${head}.${payload}`,
      bytes: Buffer.from(signed, "base64url"),
    },
  };
}

/** Whether one of the issuer's own keys signed a token, with RS256. */
export function isSignedByIssuer({ issuer, signature }: WebIdentityToken, known: WebIdentityKeys): boolean {
  if (signature.algorithm !== "RS256") return false;
  return known
    .keysOf(issuer)
    .filter(({ id }) => signature.keyId === undefined || id === undefined || id === signature.keyId)
    .some(({ key }) => verify("RSA-SHA256", Buffer.from(signature.text), key, signature.bytes));
}

/** A claim that is a text, a number or a truth, or a list of these, as texts. */
export function textsOf(claim: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.flatMap((value) =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? [String(value)]
      : [],
  );
}

function jsonObject(base64: string): Readonly<Record<string, unknown>> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(base64, "base64url").toString());
  } catch {
    // No JSON: no token.
    return undefined;
  }
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
    ? (parsed as Record<string, unknown>)
    : undefined;
}
