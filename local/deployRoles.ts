import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedRolePoliciesCommand,
  ListPolicyVersionsCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { accountRootArn, partitionOf } from "../iam/arn";
import { deployedAccounts, deployRoleIn, partsIn } from "../iam/deployRole/deployParts";
import {
  deployPolicies,
  readRoleOf,
  type DeployPolicy,
  type DeployRole,
} from "../iam/deployRole/deployPolicies";
import { deployTrustPolicy, type DeployTrust } from "../iam/deployRole/deployTrust";
import { defaultDeployRole } from "../iam/deployRole/signInRoles";
import { roleBoundary } from "../iam/deployRole/roleBoundary";
import { boundaryArn } from "../iam/service";
import type { Settings } from "../settings/settings";
import type { LocalAws } from "./admin";
import { inAccount, unlessExists } from "./seed/principals";

/** Who may work as the deploy roles and as the roles for previews, beside the destination's account. */
export interface CiTrust {
  readonly deploy: readonly DeployTrust[];
  readonly read: readonly DeployTrust[];
}

/**
 * Makes the deploy roles that the settings name, with exactly the documents that `xput bootstrap` prints, and the
 * policy that bounds the destination's roles. A role that is there already gets the documents of these settings.
 *
 * What the role could do before stays for one change more: to take away what settings no longer name is a permission
 * that their documents no longer have, as docs/bootstrap.md says.
 *
 * They trust the destination's account, whose administrator runs Pulumi on the local AWS.
 *
 * @param ci makes the roles for previews, too, and says who else may work as either
 */
export async function seedDeployRoles(aws: LocalAws, settings: Settings, ci?: CiTrust): Promise<void> {
  const { destination } = settings;
  const partition = partitionOf(destination.region);
  const deployer = accountRootArn(partition, destination.accountId);
  for (const accountId of deployedAccounts(settings)) {
    const role = deployRoleIn(settings, accountId) ?? (ci === undefined ? undefined : defaultDeployRole);
    await inAccount(aws, accountId, async (iam) => {
      if (accountId === destination.accountId) await putBoundary(iam, settings);
      if (role === undefined) return;
      const parts = partsIn(settings, accountId);
      const put = (access: DeployRole["access"], name: string, trusted: readonly DeployTrust[]) =>
        putRole(
          iam,
          name,
          deployTrustPolicy(partition, accountId, trusted),
          deployPolicies(settings, { accountId, role: name, parts, access }),
        );
      await put("deploy", role, [{ kind: "principal", arn: deployer }, ...(ci?.deploy ?? [])]);
      if (ci !== undefined) await put("read", readRoleOf(role), ci.read);
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
  const before = (await Promise.all(attached.map((arn) => changedPolicy(iam, arn, policies)))).flat();
  const wanted = [...policies, ...before];
  for (const policy of wanted) {
    await putPolicy(iam, policy);
    if (!attached.includes(policy.arn)) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: policy.arn }));
    }
  }
  for (const PolicyArn of attached) {
    const kept = PolicyArn.endsWith(beforeChange) && before.length === 0;
    if (kept || wanted.some(({ arn }) => arn === PolicyArn)) continue;
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}

/** The end of a policy's name that holds what the policy without it said before its last change. */
const beforeChange = "-before";

/** A copy of an attached policy that is about to say something else, or to go. */
async function changedPolicy(
  iam: IAMClient,
  arn: string,
  policies: readonly DeployPolicy[],
): Promise<readonly DeployPolicy[]> {
  if (arn.endsWith(beforeChange)) return [];
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
  const VersionId = Versions.find(({ IsDefaultVersion }) => IsDefaultVersion)?.VersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId }));
  const text = decodeURIComponent(PolicyVersion?.Document ?? "");
  if (policies.some((policy) => policy.arn === arn && policy.text === text)) return [];
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  return [{ name: `${name}${beforeChange}`, arn: `${arn}${beforeChange}`, text }];
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
