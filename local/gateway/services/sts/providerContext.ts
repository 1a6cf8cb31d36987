import { actionData } from "../../../../access/data/services";
import { textsOf, type WebIdentityToken } from "../../authenticate/webIdentityToken";
import type { Need } from "../../model";

type Context = Need["context"];

/** Claims that AWS offers of every provider, and of which sessions keep the keys. */
const commonClaims = ["sub", "aud", "amr"] as const;

interface ProviderKey {
  /** Matches the provider's URL without scheme. */
  readonly url: RegExp;
  readonly claim: string;
}

let known: readonly ProviderKey[] | undefined;

/**
 * The condition keys that a web identity token gives a request, like `token.actions.githubusercontent.com:sub`:
 * subject, audience and authentication methods of every provider, and the claims that AWS offers of some.
 *
 * `aud` is the authorized party (`azp`) where the token has one.
 *
 * @param url of the provider, without scheme
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function providerContext(url: string, token: WebIdentityToken): Context {
  const context: Record<string, readonly string[]> = {};
  for (const { url: pattern, claim } of providerKeys()) {
    if (!pattern.test(url)) continue;
    // `oaud` is the audience as it stands in the token.
    const values = textsOf(token.claims[claim === "oaud" ? "aud" : claim]);
    if (values.length > 0) context[`${url}:${claim}`] = values;
  }
  return { ...context, ...sessionContext(url, token) };
}

/** Those of the keys that every request of the session has, too. */
export function sessionContext(url: string, token: WebIdentityToken): Context {
  const context: Record<string, readonly string[]> = {};
  for (const claim of commonClaims) {
    const values = claim === "aud" ? token.audiences : textsOf(token.claims[claim]);
    if (values.length > 0) context[`${url}:${claim}`] = values;
  }
  return context;
}

/** AWS's list, in which `${…}` stands for a part of the URL. */
function providerKeys(): readonly ProviderKey[] {
  known ??= (actionData("sts:AssumeRoleWithWebIdentity")?.conditionKeys ?? [])
    .filter((key) => !/^(?:aws|sts):/.test(key))
    .map((key) => {
      const colon = key.indexOf(":");
      const parts = key.slice(0, colon).split(/\$\{\w+\}/);
      const pattern = parts.map((part) => part.replace(/[.]/g, "\\.")).join("[^:]+");
      return { url: new RegExp(`^${pattern}$`, "i"), claim: key.slice(colon + 1) };
    });
  return known;
}
