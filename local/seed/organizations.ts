import type { Settings } from "../../settings/settings";
import type { LocalAws } from "../admin";
import { LocalError } from "../localError";
import { accountsOfOrganization } from "../uploaders";

/**
 * Puts the accounts of sources into the organizations that the settings name. Nobody can choose the id of an
 * organization at AWS, so the local AWS is told.
 */
export async function seedOrganizations(aws: LocalAws, settings: Settings): Promise<void> {
  const ids = new Set(
    Object.values(settings.sources).flatMap((source) =>
      source.kind === "webIdentity" ? [] : (source.organizationId ?? []),
    ),
  );
  for (const id of ids) {
    await declareOrganization(aws, {
      id,
      managementAccount: settings.destination.accountId,
      accounts: accountsOfOrganization(settings, id),
    });
  }
}

async function declareOrganization(
  { endpoint }: LocalAws,
  organization: {
    readonly id: string;
    readonly managementAccount: string;
    readonly accounts: readonly string[];
  },
): Promise<void> {
  const body = JSON.stringify(organization);
  const answer = await fetch(`${endpoint}/_xput/organizations`, { method: "PUT", body });
  if (!answer.ok)
    throw new LocalError(`the local AWS does not take the organization ${body}: ${await answer.text()}`);
}
