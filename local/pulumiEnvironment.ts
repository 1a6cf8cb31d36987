import { delimiter, join } from "node:path";
import { adminCredentials, type LocalAws } from "./admin";
import { pulumiHome } from "./engine/install";
import { localDir } from "./paths";

/**
 * What the plain `pulumi` command needs in its environment to work on the local AWS.
 *
 * State lies in the local folder. The passphrase is empty, since no local stack has a secret. The caller is the
 * administrator of the destination account, who assumes the deploy role of each account.
 *
 * @param pathDirectories put before PATH: the CLI and its plugins
 */
export function pulumiEnvironment(
  aws: LocalAws,
  destinationAccountId: string,
  pathDirectories: readonly string[],
): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey } = adminCredentials(destinationAccountId);
  return {
    PATH: [...pathDirectories, process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: pulumiHome(),
    // Without the files of metadata beside each file: a kill while one is written leaves a state that cannot be read.
    PULUMI_BACKEND_URL: `file://${join(localDir(), "pulumi")}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Types are checked by `npm run check`; doing it again would triple the time of every preview.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** This process's environment without anything that could lead to a real AWS account, and with `added` on top. */
export function withoutOwnAws(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("AWS_") && !name.startsWith("PULUMI_"),
  );
  return { ...Object.fromEntries(own), ...added };
}
