import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const source = join(__dirname, "least-privilege");
const target = join(__dirname, "..", "dist", "least-privilege");

/** What of a package.json is read here. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * Bundles the pack into one folder that `pulumi policy publish` takes as it is: plain JavaScript, so that nothing is
 * type-checked or transpiled when it is loaded, and no dependency but Pulumi's own.
 *
 * @returns the folder
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_policy_publish/
 */
export async function bundlePack(): Promise<string> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await build({
    entryPoints: [join(source, "index.ts")],
    outfile: join(target, "index.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // jsonc-parser's CommonJS form requires its parts in a way that cannot be followed.
    mainFields: ["module", "main"],
    external: ["@pulumi/policy", "@pulumi/pulumi"],
    legalComments: "none",
  });
  const { name, version, description, license } = manifestIn(source);
  const { dependencies = {} } = manifestIn(join(__dirname, ".."));
  const pulumi = ["@pulumi/policy", "@pulumi/pulumi"].map((dependency) => [
    dependency,
    dependencies[dependency],
  ]);
  write("package.json", {
    name,
    version,
    description,
    license,
    main: "index.js",
    dependencies: Object.fromEntries(pulumi) as Record<string, string>,
  });
  writeFileSync(
    join(target, "PulumiPolicy.yaml"),
    readFileSync(join(source, "PulumiPolicy.yaml"), "utf8")
      .replace("runtime: nodejs", "runtime:\n  name: nodejs\n  options:\n    typescript: false")
      .replace("main: index.ts", "main: index.js"),
  );
  copyFileSync(join(source, "README.md"), join(target, "README.md"));
  copyFileSync(join(__dirname, "..", "LICENSE"), join(target, "LICENSE"));
  return target;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

function write(file: string, content: object): void {
  writeFileSync(join(target, file), `${JSON.stringify(content, undefined, 2)}\n`);
}

if (require.main === module) {
  void bundlePack().then((folder) => {
    process.stdout.write(`${folder}\n`);
  });
}
