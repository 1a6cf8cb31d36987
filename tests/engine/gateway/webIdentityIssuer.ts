import assert from "node:assert/strict";
import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";

/** A web identity provider that signs whatever a test wants. */
export interface WebIdentityIssuer {
  readonly issuer: string;
  /** A token of these claims over the usual ones; undefined leaves one out. */
  readonly token: (
    claims?: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ) => string;
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Makes a provider whose keys nobody was told yet. */
export function makeIssuer(issuer: string): WebIdentityIssuer & { readonly publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    issuer,
    publicKey,
    token: (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1_000);
      const usual = { iss: issuer, aud: "sts.amazonaws.com", sub: "someone", iat: now, exp: now + 300 };
      const text = `${base64({ alg: "RS256", typ: "JWT", kid: "one", ...header })}.${base64({ ...usual, ...claims })}`;
      return `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
    },
  };
}

/** Makes a provider and tells the local AWS its key. */
export async function declaredIssuer(issuer: string): Promise<WebIdentityIssuer> {
  const made = makeIssuer(issuer);
  const keys = [{ ...made.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }];
  const url = `${process.env.AWS_ENDPOINT_URL ?? ""}/_xput/web-identities`;
  const answer = await fetch(url, { method: "PUT", body: JSON.stringify({ issuer, keys }) });
  assert.equal(answer.status, 200, await answer.text());
  return made;
}
