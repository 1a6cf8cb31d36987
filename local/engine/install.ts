import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { cacheEntry } from "../cacheEntry";
import { cachePath, projectRoot } from "../paths";
import { runCommand } from "../runCommand";
import type { Progress } from "../steps";
import { buildEngine, builtEngineDirectory } from "./build";
import { isAtLeast, pinnedVersion } from "./version";

/** The Pulumi CLI and where the plugins are that go with it. */
export interface Engine {
  /** Path of the CLI. */
  readonly pulumi: string;
  /** Where it came from. Only a built one has no language host and no official AWS plugin of its own. */
  readonly origin: "path" | "downloaded" | "built";
}

/** Pulumi's home for the local stacks: plugins and downloaded CLIs, shared by every checkout. */
export const pulumiHome = (): string => cachePath("pulumi-home");

/**
 * The Pulumi CLI: on PATH where it is new enough, else downloaded, else built from its Go modules.
 *
 * What was downloaded or built once is found again without any network.
 *
 * @throws LocalError when it can be had in none of these ways
 */
export async function installEngine(progress: Progress): Promise<Engine> {
  const onPath = await findOnPath();
  if (onPath !== undefined) return { pulumi: onPath, origin: "path" };

  const downloaded = join(pulumiHome(), "versions", pinnedVersion, "bin", "pulumi");
  const built = builtEngineDirectory();
  if (!existsSync(join(built, ".complete"))) {
    if (existsSync(downloaded) || (await download(progress)))
      return { pulumi: downloaded, origin: "downloaded" };
    progress("not to be downloaded here, so it is built from its Go modules, which takes some minutes");
    await cacheEntry(built, () => buildEngine(built, progress));
  }
  return { pulumi: join(built, "pulumi"), origin: "built" };
}

async function findOnPath(): Promise<string | undefined> {
  const directories = (process.env.PATH ?? "").split(delimiter);
  const candidate = directories
    .map((directory) => join(directory, "pulumi"))
    .find((path) => existsSync(path));
  if (candidate === undefined) return undefined;
  const { exitCode, stdout } = await runCommand(candidate, ["version"]);
  return exitCode === 0 && isAtLeast(stdout, pinnedVersion) ? candidate : undefined;
}

/** Lets Pulumi's own npm package download the CLI; false where its release host cannot be reached. */
async function download(progress: Progress): Promise<boolean> {
  progress(`downloading Pulumi ${pinnedVersion}`);
  const packageFile = createRequire(join(projectRoot, "package.json")).resolve("pulumi/package.json");
  const run = await runCommand(process.execPath, [join(dirname(packageFile), "run.js"), "version"], {
    env: { ...process.env, PULUMI_VERSION: pinnedVersion, PULUMI_HOME: pulumiHome() },
  });
  return run.exitCode === 0;
}
