import { buildSync } from "esbuild";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const source = join(__dirname, "least-privilege");

/** What of a package.json is read here. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * The pack as `pulumi policy publish` takes it: plain JavaScript, so that nothing is type-checked or transpiled when it is
 * loaded, and no dependency but Pulumi's own. Its files' contents by their names; the same sources give the same bytes.
 *
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_policy_publish/
 */
export function bundledFiles(): ReadonlyMap<string, string> {
  const { name, version, description, license } = manifestIn(source);
  const { dependencies = {} } = manifestIn(root);
  const pulumi = ["@pulumi/policy", "@pulumi/pulumi"].map((dependency) => [
    dependency,
    dependencies[dependency],
  ]);
  const manifest = {
    name,
    version,
    description,
    license,
    main: "index.js",
    dependencies: Object.fromEntries(pulumi) as Record<string, string>,
  };
  const text = (...path: readonly string[]) => readFileSync(join(...path), "utf8");
  return new Map([
    ["index.js", bundledProgram()],
    ["package.json", `${JSON.stringify(manifest, undefined, 2)}\n`],
    [
      "PulumiPolicy.yaml",
      text(source, "PulumiPolicy.yaml")
        .replace("runtime: nodejs", "runtime:\n  name: nodejs\n  options:\n    typescript: false")
        .replace("main: index.ts", "main: index.js"),
    ],
    ["README.md", text(source, "README.md")],
    ["LICENSE", text(root, "LICENSE")],
  ]);
}

function bundledProgram(): string {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [join(source, "index.ts")],
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // jsonc-parser's CommonJS form requires its parts in a way that cannot be followed.
    mainFields: ["module", "main"],
    external: ["@pulumi/policy", "@pulumi/pulumi"],
    legalComments: "none",
  });
  return outputFiles.map((file) => file.text).join("");
}

/**
 * Writes the bundled pack into a folder, which is made anew.
 *
 * @param files from `bundledFiles`
 * @param folder below this project where the pack is to run from there, since Pulumi's packages are found upwards
 * @returns the folder
 */
export function bundlePack(files = bundledFiles(), folder = join(root, "dist", "least-privilege")): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  return folder;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

if (require.main === module) {
  process.stdout.write(`${bundlePack()}\n`);
}
