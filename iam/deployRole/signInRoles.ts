import type { Settings } from "../../settings/settings";
import { iamArn, partitionOf } from "../arn";
import { deployedAccounts, deployRoleIn } from "./deployParts";
import { readRoleOf, type DeployRole } from "./deployPolicies";

/** The name of a deploy role where the settings give none. */
export const defaultDeployRole = "role/xput-deploy";

/** The ARNs of the roles that `xput bootstrap` makes for a stack, by account. */
export function signInRoles(
  settings: Settings,
  access: DeployRole["access"],
): readonly { readonly accountId: string; readonly roleArn: string }[] {
  const partition = partitionOf(settings.destination.region);
  return deployedAccounts(settings).map((accountId) => {
    const deploying = deployRoleIn(settings, accountId) ?? defaultDeployRole;
    const role = access === "read" ? readRoleOf(deploying) : deploying;
    return { accountId, roleArn: iamArn(partition, accountId, role) };
  });
}
