import { CreateAccessKeyCommand, DeleteAccessKeyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { iamArn, type Partition } from "../iam/arn";
import { adminCredentials, clientsFor, type LocalAws } from "./admin";

type Credentials = Parameters<typeof clientsFor>[1];

/**
 * Does something with the credentials of an uploader: a session of its role, or a key of its user.
 *
 * The credentials stay in memory; a user's key is deleted again afterwards.
 *
 * @param uploader type, path and name, like `role/app/uploader`; it exists
 */
export async function asUploader<T>(
  aws: LocalAws,
  partition: Partition,
  accountId: string,
  uploader: string,
  work: (credentials: Credentials) => Promise<T>,
): Promise<T> {
  const admin = clientsFor(aws, adminCredentials(accountId));
  try {
    if (uploader.startsWith("role/")) {
      const RoleArn = iamArn(partition, accountId, uploader);
      const { Credentials: session } = await admin.sts.send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: "upload" }),
      );
      return await work({
        accessKeyId: session?.AccessKeyId ?? "",
        secretAccessKey: session?.SecretAccessKey ?? "",
        sessionToken: session?.SessionToken,
      });
    }
    const UserName = uploader.slice(uploader.lastIndexOf("/") + 1);
    const { AccessKey: key } = await admin.iam.send(new CreateAccessKeyCommand({ UserName }));
    const AccessKeyId = key?.AccessKeyId ?? "";
    try {
      return await work({ accessKeyId: AccessKeyId, secretAccessKey: key?.SecretAccessKey ?? "" });
    } finally {
      await admin.iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    }
  } finally {
    admin.destroy();
  }
}
