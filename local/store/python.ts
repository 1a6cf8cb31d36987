import { join } from "node:path";
import { LocalError } from "../localError";
import { lastLines, runCommand } from "../runCommand";

const candidates = ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.10"];
const oldestMinor = 10;

/**
 * A Python 3.10 or newer on PATH.
 *
 * @returns its name or path
 * @throws LocalError when there is none
 */
export async function findPython(): Promise<string> {
  for (const candidate of candidates) {
    const probe = await runCommand(candidate, ["-c", "import sys; print(*sys.version_info[:2])"]);
    const [major, minor] = probe.stdout.trim().split(" ").map(Number);
    if (probe.exitCode === 0 && major === 3 && (minor ?? 0) >= oldestMinor) return candidate;
  }
  throw new LocalError(
    `no Python 3.${oldestMinor} or newer on PATH (tried ${candidates.join(", ")}): install one and run this again`,
  );
}

/**
 * Makes a virtual environment and installs exactly the pinned packages into it, each checked by its hash.
 *
 * @param directory an empty folder
 * @param requirements path of a requirements file with hashes
 * @throws LocalError with the last line of what failed
 */
export async function makeVirtualEnvironment(directory: string, requirements: string): Promise<void> {
  const python = await findPython();
  const venv = await runCommand(python, ["-m", "venv", directory]);
  if (venv.exitCode !== 0) {
    throw new LocalError(
      `${python} -m venv failed (on Debian and Ubuntu it needs the package python3-venv): ${lastLines(venv.output, 1)}`,
    );
  }
  const install = await runCommand(
    join(directory, "bin", "python"),
    ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check"].concat([
      "--require-hashes",
      "--no-deps",
      "--only-binary",
      ":all:",
      "--requirement",
      requirements,
    ]),
  );
  if (install.exitCode !== 0) {
    throw new LocalError(
      `pip could not install ${requirements}: is the Python package index reachable? ${lastLines(install.output, 1)}`,
    );
  }
}
