import { partitionOf } from "../iam/arn";
import type { Settings } from "../settings/settings";
import type { LocalAws } from "./admin";
import { seedDeployRoles, type CiTrust } from "./deployRoles";
import { outsidersOf } from "./outsiders";
import { seedOrganizations } from "./seed/organizations";
import { allowEverything, attachPolicy, ensurePrincipal, inAccount } from "./seed/principals";
import { seedReaders } from "./seed/readers";
import { seedUploaders } from "./seed/uploaders";

/**
 * Makes what exists in the accounts before xput comes: deploy roles, uploaders and readers, the organizations that
 * sources are in, identity providers, and principals that must be refused. What is there already is left as it is,
 * except the policies, which follow the settings.
 *
 * @param ci makes the roles for previews, too, and says who else may work as either
 */
export async function seedAccounts(aws: LocalAws, settings: Settings, ci?: CiTrust): Promise<void> {
  const { destination, sources } = settings;
  const partition = partitionOf(destination.region);
  await seedDeployRoles(aws, settings, ci);
  await seedOrganizations(aws, settings);
  for (const [sourceName, source] of Object.entries(sources)) {
    await seedUploaders(aws, settings, sourceName, source);
  }
  await seedReaders(aws, settings);
  for (const { accountId, name } of outsidersOf(settings)) {
    await inAccount(aws, accountId, async (iam) => {
      await ensurePrincipal(iam, partition, name, accountId);
      await attachPolicy(iam, name, "everything", allowEverything);
    });
  }
}
