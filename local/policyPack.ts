import { createHash } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { projectRoot } from "./paths";

/** The sources of the policy pack, from the checkout's root. */
export const policyPack = join("policypacks", "least-privilege");

const ownBundles = join(projectRoot, "dist", "packs");
const keptMilliseconds = 86_400_000;
const load = createRequire(__filename);

/** The flags that hold a program to the policy pack, bundled, with a configuration of it. */
export function packFlags(configuration: string): readonly string[] {
  return ["--policy-pack", bundledPack(), "--policy-pack-config", configuration];
}

/**
 * The folder with the policy pack as one JavaScript file, as its sources are now: the engine starts it seconds sooner than
 * the sources, which Pulumi type-checks each time.
 *
 * Several processes may ask at once: each finds a whole folder, named by its content. Those of an earlier content go
 * after a day.
 *
 * @param bundles where the folders are kept. @default dist/packs of the checkout
 * @returns the folder of the sources where the bundler is not installed, as in a deployment's production install
 */
export function bundledPack(bundles = ownBundles): string {
  if (!isInstalled("esbuild")) return join(projectRoot, policyPack);
  const { bundledFiles, bundlePack } = load(
    "../policypacks/bundle",
  ) as typeof import("../policypacks/bundle");
  const files = bundledFiles();
  const folder = join(bundles, contentHash(files));
  if (existsSync(folder)) return folder;
  const unfinished = bundlePack(files, `${folder}.${process.pid}`);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another process was first.
    if (!existsSync(folder)) throw error;
  }
  removeEarlier(bundles, folder);
  return folder;
}

function isInstalled(dependency: string): boolean {
  try {
    load.resolve(dependency);
    return true;
  } catch {
    return false;
  }
}

function contentHash(files: ReadonlyMap<string, string>): string {
  return createHash("sha256")
    .update(JSON.stringify([...files]))
    .digest("hex")
    .slice(0, 16);
}

function removeEarlier(bundles: string, present: string): void {
  for (const path of readdirSync(bundles).map((name) => join(bundles, name))) {
    const { mtimeMs = Infinity } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (path !== present && Date.now() - mtimeMs > keptMilliseconds)
      rmSync(path, { recursive: true, force: true });
  }
}
