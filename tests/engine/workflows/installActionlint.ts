import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheEntry } from "../../../local/cacheEntry";
import { buildGoProgram } from "../../../local/engine/goBuild";
import { LocalError } from "../../../local/localError";
import { cachePath } from "../../../local/paths";
import { lastLines } from "../../../local/runCommand";

const moduleDirectory = join(__dirname, "actionlint");
const program = {
  packagePath: "github.com/rhysd/actionlint/cmd/actionlint",
  moduleDirectory,
  flags: "-s -w",
};

/**
 * actionlint, built from its Go modules into the cache.
 *
 * @returns path of the program
 * @throws LocalError when the modules cannot be fetched or built
 */
export async function installActionlint(): Promise<string> {
  const hash = createHash("sha256")
    .update(await readFile(join(moduleDirectory, "go.sum")))
    .digest("hex")
    .slice(0, 12);
  const directory = cachePath("actionlint", hash);
  await cacheEntry(directory, async () => {
    const build = await buildGoProgram(
      program,
      join(directory, "actionlint"),
      cachePath("actionlint-build"),
      () => undefined,
    );
    if (build.exitCode !== 0) {
      throw new LocalError(
        `actionlint could not be built (is the Go module proxy reachable?): ${lastLines(build.output, 1)}`,
      );
    }
  });
  return join(directory, "actionlint");
}
