import { CreateAccessKeyCommand, DeleteAccessKeyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { iamArn, type Partition } from "../iam/arn";
import { adminCredentials, clientsFor, type Clients, type Credentials, type LocalAws } from "./admin";
import { signInWithSecondFactor } from "./secondFactor";

/** A principal of an account. */
export interface PrincipalName {
  readonly accountId: string;
  /** Type, path and name, like `role/app/uploader`; it exists. */
  readonly name: string;
  /** A user signs in with a second factor. */
  readonly withSecondFactor?: boolean;
}

/**
 * Does something with the credentials of a principal: a session of its role, or a key of its user.
 *
 * The credentials stay in memory; a user's key is deleted again afterwards.
 */
export async function asPrincipal<T>(
  aws: LocalAws,
  partition: Partition,
  { accountId, name, withSecondFactor = false }: PrincipalName,
  work: (credentials: Credentials) => Promise<T>,
): Promise<T> {
  const admin = clientsFor(aws, adminCredentials(accountId));
  try {
    return name.startsWith("role/")
      ? await work(await sessionOf(admin, iamArn(partition, accountId, name)))
      : await withKeyOf(aws, admin, name.slice(name.lastIndexOf("/") + 1), withSecondFactor, work);
  } finally {
    admin.destroy();
  }
}

async function sessionOf({ sts }: Clients, RoleArn: string): Promise<Credentials> {
  const { Credentials: session } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "upload" }),
  );
  return {
    accessKeyId: session?.AccessKeyId ?? "",
    secretAccessKey: session?.SecretAccessKey ?? "",
    sessionToken: session?.SessionToken,
  };
}

async function withKeyOf<T>(
  aws: LocalAws,
  admin: Clients,
  UserName: string,
  withSecondFactor: boolean,
  work: (credentials: Credentials) => Promise<T>,
): Promise<T> {
  const { AccessKey: made } = await admin.iam.send(new CreateAccessKeyCommand({ UserName }));
  const AccessKeyId = made?.AccessKeyId ?? "";
  const key = { accessKeyId: AccessKeyId, secretAccessKey: made?.SecretAccessKey ?? "" };
  try {
    if (!withSecondFactor) return await work(key);
    const user = clientsFor(aws, key);
    const session = await signInWithSecondFactor(admin, user, UserName).finally(user.destroy);
    return await work(session);
  } finally {
    await admin.iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  }
}
