import { moduleMap } from "../../state/keptMap";
import type { KeyReference } from "./keys";

const mostKnown = 10_000;
const byId = moduleMap<KeyReference>("kmsKey", mostKnown);
const grantsByToken = moduleMap<RetiredGrant>("kmsGrantToken", mostKnown);

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
  const known = byId.get(id);
  if (known?.account === account && known.region === region) return;
  byId.set(id, { account, region, idOrAlias: id, byArn: true });
}

/** Where the key is under whose ciphertext stands; undefined when it was never seen or was forgotten. */
export function keyOfId(id: string): KeyReference | undefined {
  return byId.get(id);
}

/** Remembers which grant a token was given out for; of at most 10 000 tokens. */
export function rememberGrantToken(token: string, grant: RetiredGrant): void {
  grantsByToken.set(token, grant);
}

/** The grant of a token; undefined when it was never given out or was forgotten. */
export function grantOfToken(token: string): RetiredGrant | undefined {
  return grantsByToken.get(token);
}
