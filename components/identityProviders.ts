import * as aws from "@pulumi/aws";
import type { Settings } from "../settings/settings";

/**
 * The identity providers whose tokens sources sign in with, made in the destination account unless it has them.
 *
 * An account takes one provider for an issuer, so sources with the same issuer share it and their audiences.
 *
 * @returns what writer roles that trust them depend on, by issuer
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function identityProviders(
  { sources }: Settings,
  provider: aws.Provider,
): ReadonlyMap<string, aws.iam.OpenIdConnectProvider> {
  const audiences = new Map<string, Set<string>>();
  for (const source of Object.values(sources)) {
    if (source.kind !== "webIdentity" || source.webIdentity.existingProvider) continue;
    const { provider: issuer, audience } = source.webIdentity;
    audiences.set(issuer, (audiences.get(issuer) ?? new Set()).add(audience));
  }
  return new Map(
    [...audiences].map(([issuer, clientIds]) => [
      issuer,
      new aws.iam.OpenIdConnectProvider(
        issuer,
        { url: `https://${issuer}`, clientIdLists: [...clientIds].sort() },
        { provider },
      ),
    ]),
  );
}
