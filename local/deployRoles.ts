import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListPolicyVersionsCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { accountRootArn, partitionOf } from "../iam/arn";
import { deployedAccounts, deployRoleIn, partsIn } from "../iam/deployRole/deployParts";
import { deployPolicies, type DeployPolicy } from "../iam/deployRole/deployPolicies";
import { deployTrustPolicy } from "../iam/deployRole/deployTrust";
import { roleBoundary } from "../iam/deployRole/roleBoundary";
import { boundaryArn } from "../iam/service";
import type { Settings } from "../settings/settings";
import type { LocalAws } from "./admin";
import { inAccount, unlessExists } from "./seed/principals";

/**
 * Makes the deploy roles that the settings name, with exactly the documents that `xput bootstrap` prints, and the
 * policy that bounds the destination's roles. A role that is there already gets the documents of these settings.
 *
 * They trust the destination's account, whose administrator runs Pulumi on the local AWS.
 */
export async function seedDeployRoles(aws: LocalAws, settings: Settings): Promise<void> {
  const { destination } = settings;
  const partition = partitionOf(destination.region);
  const deployer = accountRootArn(partition, destination.accountId);
  for (const accountId of deployedAccounts(settings)) {
    const role = deployRoleIn(settings, accountId);
    await inAccount(aws, accountId, async (iam) => {
      if (accountId === destination.accountId) await putBoundary(iam, settings);
      if (role === undefined) return;
      const trust = deployTrustPolicy(partition, accountId, [{ kind: "principal", arn: deployer }]);
      const parts = partsIn(settings, accountId);
      await putRole(iam, role, trust, deployPolicies(settings, { accountId, role, parts, access: "deploy" }));
    });
  }
}

async function putBoundary(iam: IAMClient, settings: Settings): Promise<void> {
  const arn = boundaryArn(settings);
  if (arn === undefined) return;
  await putPolicy(iam, { name: arn.slice(arn.lastIndexOf("/") + 1), arn, text: roleBoundary(settings) });
}

async function putRole(
  iam: IAMClient,
  role: string,
  trust: string,
  policies: readonly DeployPolicy[],
): Promise<void> {
  const RoleName = role.slice(role.lastIndexOf("/") + 1);
  const Path = pathOf(role.slice(role.indexOf("/")));
  await unlessExists(iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: trust })));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const attached = AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn);
  for (const policy of policies) {
    await putPolicy(iam, policy);
    if (!attached.includes(policy.arn)) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: policy.arn }));
    }
  }
  for (const PolicyArn of attached) {
    if (policies.some(({ arn }) => arn === PolicyArn)) continue;
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}

/** Makes a managed policy, or gives it this text where it is there. */
async function putPolicy(iam: IAMClient, { name, arn, text }: DeployPolicy): Promise<void> {
  const Path = pathOf(arn.slice(arn.indexOf("/")));
  const made = await isMade(
    iam.send(new CreatePolicyCommand({ PolicyName: name, Path, PolicyDocument: text })),
  );
  if (made) return;
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (IsDefaultVersion) continue;
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId }));
  }
  await iam.send(
    new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: text, SetAsDefault: true }),
  );
}

/** `/app/xput-deploy` is below `/app/`. */
function pathOf(resource: string): string {
  return resource.slice(0, resource.lastIndexOf("/") + 1);
}

/** @returns false where it existed */
async function isMade(creation: Promise<unknown>): Promise<boolean> {
  let made = false;
  await unlessExists(
    creation.then(() => {
      made = true;
    }),
  );
  return made;
}
