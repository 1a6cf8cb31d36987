import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  EntityAlreadyExistsException,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { accountRootArn, type Partition } from "../../iam/arn";
import { adminCredentials, clientsFor, type LocalAws } from "../admin";

/** Lets every action on every resource, where a side must not be what refuses. */
export const allowEverything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** Does something in IAM as an account's administrator. */
export async function inAccount(
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

/**
 * Makes a role that an account may assume, or a user; leaves it as it is where it exists.
 *
 * @param principal type, path and name, like `role/app/uploader`
 * @param trustedAccount who may assume the role
 */
export async function ensurePrincipal(
  iam: IAMClient,
  partition: Partition,
  principal: string,
  trustedAccount: string,
): Promise<void> {
  const { path, name } = pathAndName(principal);
  if (principal.startsWith("user/")) {
    await unlessExists(iam.send(new CreateUserCommand({ UserName: name, Path: path })));
    return;
  }
  const Principal = { AWS: accountRootArn(partition, trustedAccount) };
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  };
  await unlessExists(
    iam.send(
      new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    ),
  );
}

/** Makes a group with these users in it, who exist. */
export async function ensureGroup(iam: IAMClient, group: string, members: readonly string[]): Promise<void> {
  const { path, name } = pathAndName(group);
  await unlessExists(iam.send(new CreateGroupCommand({ GroupName: name, Path: path })));
  for (const member of members) {
    await iam.send(new AddUserToGroupCommand({ GroupName: name, UserName: pathAndName(member).name }));
  }
}

/** Gives a role or user a policy of its own, in place of the one with that name. */
export async function attachPolicy(
  iam: IAMClient,
  principal: string,
  policyName: string,
  document: string,
): Promise<void> {
  const { name } = pathAndName(principal);
  const policy = { PolicyName: policyName, PolicyDocument: document };
  if (principal.startsWith("user/")) await iam.send(new PutUserPolicyCommand({ UserName: name, ...policy }));
  else await iam.send(new PutRolePolicyCommand({ RoleName: name, ...policy }));
}

/** `role/app/uploader` is the role `uploader` under the path `/app/`. */
function pathAndName(resource: string): { readonly path: string; readonly name: string } {
  const parts = resource.split("/").slice(1);
  const name = parts.at(-1) ?? "";
  return { path: ["", ...parts.slice(0, -1), ""].join("/"), name };
}

/** What was made by an earlier run is there. */
export async function unlessExists(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  }
}
