import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import type { Keeper } from "../state/keeper";
import { KeptMap } from "../state/keptMap";

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
  /** Only such as can verify RS256. */
  readonly jwks: readonly JsonWebKey[];
}

/**
 * The keys with which web identity providers sign, as they were told: a local AWS does not ask the providers.
 */
export class WebIdentityKeys {
  private readonly byIssuer: KeptMap<readonly JsonWebKey[]>;

  /** @param keeper keeps what was told beyond the process */
  constructor(keeper: Keeper) {
    this.byIssuer = new KeptMap<readonly JsonWebKey[]>("webIdentity").attach(keeper);
  }

  /** Takes the place of what was declared for the issuer before. */
  declare({ issuer, jwks }: DeclaredWebIdentity): void {
    this.byIssuer.set(issuer, jwks);
  }

  /** Empty for an issuer of which nothing was told. */
  keysOf(issuer: string): readonly WebIdentityKey[] {
    return (this.byIssuer.get(issuer) ?? []).flatMap((jwk) => readKey(jwk) ?? []);
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
  if (typeof issuer !== "string" || !/^https:\/\/[^\s/?#]+/.test(issuer) || !Array.isArray(keys)) {
    return undefined;
  }
  const jwks = keys.map((jwk: unknown) => (jwk ?? {}) as JsonWebKey).filter(verifies);
  return jwks.every((jwk) => readKey(jwk) !== undefined) ? { issuer, jwks } : undefined;
}

/** Whether a key says that it verifies signatures of RS256. */
function verifies({ kty, alg = "RS256", use = "sig" }: JsonWebKey): boolean {
  return kty === "RSA" && alg === "RS256" && use === "sig";
}

function readKey(jwk: JsonWebKey): WebIdentityKey | undefined {
  try {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    return { key, ...(typeof jwk.kid === "string" ? { id: jwk.kid } : {}) };
  } catch {
    // Members are missing or no numbers.
    return undefined;
  }
}
