import type { CredentialRegistry } from "../../authenticate/credentials";
import type { Passing, StoreHead } from "../../service";
import { descend, readXml, textOf } from "../../xml";

/**
 * Follows what a successful call does to access keys: only the answer to CreateAccessKey ever has the secret.
 *
 * @returns what CloudTrail tells of the answer; never the secret
 */
export async function followAccessKeys(
  { call, ownerAccount }: Passing,
  head: StoreHead,
  credentials: CredentialRegistry,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (head.httpStatus !== 200) return undefined;
  const { operation, parameters } = call;
  const accessKeyId = typeof parameters.AccessKeyId === "string" ? parameters.AccessKeyId : "";
  switch (operation) {
    case "CreateAccessKey": {
      const answer = readXml((await head.body()).toString());
      const key = descend(answer, "CreateAccessKeyResult", "AccessKey");
      const made = {
        accessKeyId: textOf(key, "AccessKeyId") ?? "",
        userName: textOf(key, "UserName") ?? "",
      };
      const secretAccessKey = textOf(key, "SecretAccessKey") ?? "";
      credentials.add({ kind: "accessKey", ...made, secretAccessKey, account: ownerAccount, active: true });
      return { accessKey: { ...made, status: "Active" } };
    }
    case "UpdateAccessKey":
      credentials.setActive(accessKeyId, parameters.Status === "Active");
      return undefined;
    case "DeleteAccessKey":
      credentials.remove(accessKeyId);
      return undefined;
    case "UpdateUser": {
      const { UserName, NewUserName } = parameters;
      if (typeof UserName === "string" && typeof NewUserName === "string") {
        credentials.renameUser(ownerAccount, UserName, NewUserName);
      }
      return undefined;
    }
    default:
      return undefined;
  }
}
