import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { cachePath, projectRoot } from "../paths";
import { runCommand } from "../runCommand";
import type { Progress } from "../steps";
import { type Engine, pulumiHome } from "./install";

const languageHostDirectory = join(projectRoot, "local", "languageHost", "bin");
const standInDirectory = join(projectRoot, "local", "awsPlugin", "bin");

/**
 * The folders that must stand on PATH so that the engine finds its plugins.
 *
 * The official AWS plugin is used where it is installed or can be downloaded, our stand-in elsewhere; what was
 * found out is kept in the cache, so that a second run asks nobody.
 */
export async function pluginDirectories(engine: Engine, progress: Progress): Promise<readonly string[]> {
  return [
    dirname(engine.pulumi),
    ...(hasLanguageHost(engine) ? [] : [languageHostDirectory]),
    ...((await hasOfficialAwsPlugin(engine, progress)) ? [] : [standInDirectory]),
  ];
}

function hasLanguageHost(engine: Engine): boolean {
  const directories = [dirname(engine.pulumi), ...(process.env.PATH ?? "").split(delimiter)];
  return directories.some((directory) => existsSync(join(directory, "pulumi-language-nodejs")));
}

async function hasOfficialAwsPlugin(engine: Engine, progress: Progress): Promise<boolean> {
  // The release host serves the CLI and the plugin alike: where the CLI had to be built, neither can be had.
  if (engine.origin === "built") return false;
  const version = awsPackageVersion();
  if (existsSync(join(pulumiHome(), "plugins", `resource-aws-v${version}`))) return true;
  const refused = cachePath("aws-plugin", `${version}-not-to-be-downloaded`);
  if (existsSync(refused)) return false;

  progress(`downloading the AWS plugin ${version}`);
  const install = await runCommand(engine.pulumi, ["plugin", "install", "resource", "aws", version], {
    env: { ...process.env, PULUMI_HOME: pulumiHome() },
  });
  if (install.exitCode === 0) return true;
  await mkdir(dirname(refused), { recursive: true });
  await writeFile(refused, "");
  return false;
}

function awsPackageVersion(): string {
  const path = createRequire(join(projectRoot, "package.json")).resolve("@pulumi/aws/package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
