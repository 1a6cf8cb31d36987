import type { KeyReference } from "./keys";

const mostKnown = 10_000;
const byId = new Map<string, KeyReference>();
const grantsByToken = new Map<string, RetiredGrant>();

/** The grant that a token stands for. */
export interface RetiredGrant {
  /** `arn:aws:kms:REGION:N:key/ID` */
  readonly keyArn: string;
  readonly grantId: string;
}

/**
 * Remembers where a key is, so that a ciphertext that holds only its id can be traced to it from other accounts.
 *
 * Of at most 10 000 keys; whoever decrypts under a forgotten one names it.
 */
export function rememberKey(id: string, account: string, region: string): void {
  keep(byId, id, { account, region, idOrAlias: id, byArn: true });
}

/** Where the key is under whose ciphertext stands; undefined when it was never seen or was forgotten. */
export function keyOfId(id: string): KeyReference | undefined {
  return byId.get(id);
}

/** Remembers which grant a token was given out for; of at most 10 000 tokens. */
export function rememberGrantToken(token: string, grant: RetiredGrant): void {
  keep(grantsByToken, token, grant);
}

/** The grant of a token; undefined when it was never given out or was forgotten. */
export function grantOfToken(token: string): RetiredGrant | undefined {
  return grantsByToken.get(token);
}

function keep<V>(map: Map<string, V>, name: string, value: V): void {
  map.delete(name);
  map.set(name, value);
  if (map.size <= mostKnown) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
