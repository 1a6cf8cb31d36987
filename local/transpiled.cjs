// Lets node load TypeScript files as `ts-node --transpile-only` does, but keeps what was compiled in the project's
// cache: `xput` and its plugins start often, and loading the compiler would be most of their start.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const os = require("node:os");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const cacheHome = process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
const folder = path.join(cacheHome, "xput", "transpiled");
const compiler = require("typescript/package.json").version;
const settings = fs.readFileSync(path.join(root, "tsconfig.json"), "utf8");

function transpile(fileName, source) {
  const typescript = require("typescript");
  const { config } = typescript.parseConfigFileTextToJson("tsconfig.json", settings);
  const { options } = typescript.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const compilerOptions = { ...options, inlineSourceMap: true, inlineSources: true };
  return typescript.transpileModule(source, { fileName, compilerOptions }).outputText;
}

function readOrTranspile(fileName) {
  const source = fs.readFileSync(fileName, "utf8");
  const parts = [compiler, settings, fileName, source];
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  const kept = path.join(folder, `${hash}.js`);
  try {
    return fs.readFileSync(kept, "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const compiled = transpile(fileName, source);
  const half = `${kept}.${process.pid}`;
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(half, compiled);
    // Many processes may compile the same file at once: each must find a whole file or none.
    fs.renameSync(half, kept);
  } catch {
    // A home that cannot be written to costs time, not correctness.
  }
  return compiled;
}

Module._extensions[".ts"] = (module, fileName) => {
  module._compile(readOrTranspile(fileName), fileName);
};
