// Makes built.json of the page's script and style: `node access/render/html/build.mjs`; with
// `--check`, only tells whether it is up to date. Needs esbuild, which only this
// and the test that built.json is up to date do.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = dirname(fileURLToPath(import.meta.url));

/** The text of built.json as it must be. */
async function builtText() {
  const result = await build({
    entryPoints: [join(folder, "page", "main.mts"), join(folder, "page", "page.css")],
    outdir: "out",
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    logLevel: "silent",
    resolveExtensions: [".mts", ".ts", ".js"],
  });
  const textOf = (name) => result.outputFiles.find(({ path }) => path.endsWith(name)).text.trim();
  // Its licence asks that this stays with every copy.
  const licence = licenceOf("@dagrejs/dagre");
  const script = `/*! @dagrejs/dagre\n${licence}\n*/\n${textOf(".js")}`;
  return `${JSON.stringify({ script, style: textOf(".css") }, null, 2)}\n`;
}

function licenceOf(name) {
  const main = fileURLToPath(import.meta.resolve(name));
  return readFileSync(join(main, "..", "..", "LICENSE"), "utf8").trim();
}

const file = join(folder, "built.json");
const text = await builtText();
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  process.stderr.write("built.json is not what page/ makes: run node access/render/html/build.mjs\n");
  process.exitCode = 1;
}
