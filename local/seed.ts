import {
  CreateRoleCommand,
  CreateUserCommand,
  EntityAlreadyExistsException,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { accountRootArn, iamArn, partitionOf, type Partition } from "../iam/arn";
import { writerRoleName } from "../iam/names";
import type { Settings } from "../settings/settings";
import { adminCredentials, clientsFor, type LocalAws } from "./admin";
import { LocalError } from "./localError";

/**
 * Makes what exists in the accounts before xput comes: deploy roles and uploaders, and on the side of an unmanaged
 * source the policy that its owner would attach; and the organizations that sources are in. What is there already is
 * left as it is.
 */
export async function seedAccounts(aws: LocalAws, settings: Settings): Promise<void> {
  const { destination, sources, namePrefix } = settings;
  const partition = partitionOf(destination.region);
  const deployer = accountRootArn(partition, destination.accountId);

  const deployRoles = new Map<string, string>();
  if (destination.deployRole !== undefined) deployRoles.set(destination.accountId, destination.deployRole);
  for (const { accountId, manage } of Object.values(sources)) {
    if (manage?.deployRole !== undefined) deployRoles.set(accountId, manage.deployRole);
  }
  for (const [accountId, deployRole] of deployRoles) {
    await inAccount(aws, accountId, async (iam) => {
      const roleName = await createRole(iam, deployRole, deployer);
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: roleName,
          PolicyName: "administrator",
          PolicyDocument: policy("Allow", "*", "*"),
        }),
      );
    });
  }
  const organizations = new Map<string, string[]>();
  for (const { accountId, organizationId } of Object.values(sources)) {
    if (organizationId === undefined) continue;
    organizations.set(organizationId, [...(organizations.get(organizationId) ?? []), accountId]);
  }
  for (const [id, accounts] of organizations) {
    await declareOrganization(aws, { id, managementAccount: destination.accountId, accounts });
  }
  for (const [sourceName, source] of Object.entries(sources)) {
    await inAccount(aws, source.accountId, async (iam) => {
      for (const uploader of source.uploaders) {
        await createUploader(iam, partition, source.accountId, uploader);
        if (source.manage !== undefined) continue;
        const writer = `role/${writerRoleName(namePrefix, sourceName)}`;
        await allowAssume(iam, uploader, iamArn(partition, destination.accountId, writer));
      }
    });
  }
}

/** Nobody can choose the id of an organization at AWS, so the local AWS is told. */
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

async function inAccount(
  aws: LocalAws,
  accountId: string,
  work: (iam: IAMClient) => Promise<void>,
): Promise<void> {
  const clients = clientsFor(aws, adminCredentials(accountId));
  try {
    await work(clients.iam);
  } finally {
    clients.destroy();
  }
}

async function createUploader(
  iam: IAMClient,
  partition: Partition,
  accountId: string,
  uploader: string,
): Promise<void> {
  if (uploader.startsWith("role/")) {
    await createRole(iam, uploader, accountRootArn(partition, accountId));
    return;
  }
  const { path, name } = pathAndName(uploader);
  await unlessExists(iam.send(new CreateUserCommand({ UserName: name, Path: path })));
}

async function createRole(iam: IAMClient, role: string, trustedArn: string): Promise<string> {
  const { path, name } = pathAndName(role);
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: trustedArn }, Action: "sts:AssumeRole" }],
  };
  await unlessExists(
    iam.send(
      new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    ),
  );
  return name;
}

async function allowAssume(iam: IAMClient, uploader: string, writerRoleArn: string): Promise<void> {
  const { name } = pathAndName(uploader);
  const PolicyName = "put-to-xput";
  const PolicyDocument = policy("Allow", "sts:AssumeRole", writerRoleArn);
  if (uploader.startsWith("role/")) {
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName, PolicyDocument }));
  } else {
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName, PolicyDocument }));
  }
}

function policy(Effect: "Allow", Action: string, Resource: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action, Resource }] });
}

/** `role/app/uploader` is the role `uploader` under the path `/app/`. */
function pathAndName(resource: string): { readonly path: string; readonly name: string } {
  const parts = resource.split("/").slice(1);
  const name = parts.at(-1) ?? "";
  return { path: ["", ...parts.slice(0, -1), ""].join("/"), name };
}

async function unlessExists(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  }
}
