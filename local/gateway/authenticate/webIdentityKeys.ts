import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";

/** A public key of a web identity provider. */
export interface WebIdentityKey {
  /** `kid`; absent where the provider names none. */
  readonly id?: string;
  readonly key: KeyObject;
}

/** The public keys of one web identity provider. */
export interface DeclaredWebIdentity {
  /** `iss` of its tokens: `https://token.actions.githubusercontent.com`. */
  readonly issuer: string;
  readonly keys: readonly WebIdentityKey[];
}

/**
 * The keys with which web identity providers sign, as they were told: a local AWS does not ask the providers.
 */
export class WebIdentityKeys {
  private readonly byIssuer = new Map<string, readonly WebIdentityKey[]>();

  /** Takes the place of what was declared for the issuer before. */
  declare({ issuer, keys }: DeclaredWebIdentity): void {
    this.byIssuer.set(issuer, keys);
  }

  /** Empty for an issuer of which nothing was told. */
  keysOf(issuer: string): readonly WebIdentityKey[] {
    return this.byIssuer.get(issuer) ?? [];
  }
}

/**
 * Reads the declaration of a provider: its issuer beside a JSON Web Key Set of RSA keys. Undefined when it is none;
 * keys of other kinds or for other uses are left out.
 *
 * @param text `{"issuer": "https://…", "keys": [{"kty": "RSA", "kid": "…", "n": "…", "e": "AQAB"}]}`
 * @see https://www.rfc-editor.org/rfc/rfc7517
 */
export function readWebIdentity(text: string): DeclaredWebIdentity | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // No JSON: no declaration.
    return undefined;
  }
  const { issuer, keys } = (parsed ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof issuer !== "string" || !/^https:\/\/[^\s/?#]+/.test(issuer) || !Array.isArray(keys))
    return undefined;
  const read = keys.map((jwk: unknown) => readKey((jwk ?? {}) as JsonWebKey));
  return read.includes("broken")
    ? undefined
    : { issuer, keys: read.flatMap((key) => (typeof key === "object" ? [key] : [])) };
}

function readKey(jwk: JsonWebKey): WebIdentityKey | "broken" | undefined {
  const { kty, alg = "RS256", use = "sig", kid } = jwk;
  if (kty !== "RSA" || alg !== "RS256" || use !== "sig") return undefined;
  try {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    return { key, ...(typeof kid === "string" ? { id: kid } : {}) };
  } catch {
    // Members are missing or no numbers.
    return "broken";
  }
}
