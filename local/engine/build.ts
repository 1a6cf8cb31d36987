import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LocalError } from "../localError";
import { cachePath } from "../paths";
import { lastLines } from "../runCommand";
import type { Progress } from "../steps";
import { buildGoProgram } from "./goBuild";
import { engineModuleDirectory, pinnedVersion } from "./version";

/** Where the built engine is kept: by version and by the hash of everything that it is built from. */
export function builtEngineDirectory(): string {
  const goSum = readFileSync(join(engineModuleDirectory, "go.sum"));
  const hash = createHash("sha256").update(goSum).digest("hex").slice(0, 12);
  return cachePath("engine", `${pinnedVersion}-${hash}`);
}

/**
 * Builds the Pulumi CLI from its Go modules into `directory`, as `pulumi`.
 *
 * @throws LocalError when the modules cannot be fetched or built
 */
export async function buildEngine(directory: string, progress: Progress): Promise<void> {
  const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinnedVersion}`;
  const program = {
    packagePath: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    moduleDirectory: engineModuleDirectory,
    flags: `-s -w ${version}`,
  };
  const build = await buildGoProgram(program, join(directory, "pulumi"), cachePath("engine-build"), progress);
  if (build.exitCode !== 0) {
    throw new LocalError(
      `Pulumi ${pinnedVersion} could not be built (is the Go module proxy reachable?): ${lastLines(build.output, 1)}`,
    );
  }
}
