import { mkdirSync, writeFileSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocalError } from "../../local/localError";
import { withoutOwnAws } from "../../local/pulumiEnvironment";
import { type CommandResult, lastLines, runCommand } from "../../local/runCommand";
import { findTerraformMirror, type TerraformCommand } from "../engine/clients/terraformMirror";

/** Terraform or OpenTofu, with the AWS provider ready. */
export interface Terraform {
  /** `Terraform v1.11.4` */
  readonly version: string;
  /** Runs one command in a folder whose program uses the AWS provider. */
  readonly run: (folder: string, args: readonly string[]) => Promise<CommandResult>;
  /** Makes a folder in which a program can be run. @param program in JSON syntax */
  readonly folderFor: (name: string, program: object) => Promise<string>;
}

/**
 * Finds Terraform or OpenTofu and the provider hashicorp/aws: in a mirror on this machine, else where it is downloaded
 * from. The provider is installed once, for every program.
 *
 * @param folder an empty one that everything goes into
 * @returns undefined where neither a command nor the provider is to be had
 * @throws LocalError where a mirror has a provider that does not install
 */
export async function openTerraform(folder: string): Promise<Terraform | undefined> {
  for (const command of ["terraform", "tofu"] as const) {
    const { exitCode, stdout } = await runCommand(command, ["-version"], {
      env: environment(folder),
    });
    if (exitCode !== 0) continue;
    const [version = ""] = stdout.split("\n");
    if (await initialised(command, folder)) {
      return {
        version: version.trim(),
        run: (place, args) => {
          const [name = "", ...others] = args;
          const env = environment(folder);
          return runCommand(command, [name, "-no-color", ...others], { cwd: place, env });
        },
        folderFor: async (name, program) => {
          const place = join(folder, name);
          await mkdir(place);
          await copyFile(join(folder, "init", lockFile), join(place, lockFile));
          await writeFile(join(place, "main.tf.json"), JSON.stringify(program, null, 1));
          return place;
        },
      };
    }
  }
  return undefined;
}

const lockFile = ".terraform.lock.hcl";

async function initialised(command: TerraformCommand, folder: string): Promise<boolean> {
  const mirror = await findTerraformMirror(command);
  if (mirror !== undefined) {
    const installation = `filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }`;
    writeFileSync(rcFile(folder), `provider_installation {\n  ${installation}\n}\n`);
  } else writeFileSync(rcFile(folder), "");
  const place = join(folder, "init");
  mkdirSync(place, { recursive: true });
  const program = { terraform: [{ required_providers: [{ aws: { source: "hashicorp/aws" } }] }] };
  writeFileSync(join(place, "main.tf.json"), JSON.stringify(program));
  const env = environment(folder);
  const { exitCode, output } = await runCommand(command, ["init", "-no-color", "-input=false"], {
    cwd: place,
    env,
  });
  if (exitCode !== 0 && mirror !== undefined) {
    throw new LocalError(`${command} init failed:\n${lastLines(output, 20)}`);
  }
  return exitCode === 0;
}

const rcFile = (folder: string): string => join(folder, "terraformrc");

function environment(folder: string): NodeJS.ProcessEnv {
  return withoutOwnAws({
    HOME: folder,
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: rcFile(folder),
    TF_DATA_DIR: join(folder, "data"),
    AWS_EC2_METADATA_DISABLED: "true",
  });
}
