import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../local/runCommand";

/** Where each command has its providers from, when a program does not say it. */
const registries = { terraform: "registry.terraform.io", tofu: "registry.opentofu.org" } as const;

export type TerraformCommand = keyof typeof registries;

/**
 * A folder from which Terraform installs the provider hashicorp/aws without a network: what the environment variable
 * XPUT_TERRAFORM_PLUGINS names, else one of those where Terraform itself looks.
 *
 * @returns undefined where there is no Terraform, or no such folder
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export async function findTerraformMirror(
  command: TerraformCommand = "terraform",
): Promise<string | undefined> {
  const { exitCode } = await runCommand(command, ["-version"], {
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  if (exitCode !== 0) return undefined;
  const candidates = [
    process.env.XPUT_TERRAFORM_PLUGINS ?? "",
    join(homedir(), ".terraform.d", "plugins"),
    join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "terraform", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  const provider = join(registries[command], "hashicorp", "aws");
  return candidates.find((folder) => folder !== "" && hasProvider(join(folder, provider)));
}

function hasProvider(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0;
}
