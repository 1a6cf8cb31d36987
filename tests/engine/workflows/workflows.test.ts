/**
 * The workflow files through actionlint, a checker of GitHub's own syntax and expressions.
 *
 * Does not prove that GitHub runs them: no runner is here.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../../local/paths";
import { runCommand } from "../../../local/runCommand";
import { installActionlint } from "./installActionlint";

const folder = join(projectRoot, ".github", "workflows");

describe("actionlint on the workflow files", function () {
  this.timeout(600_000);
  let actionlint = "";
  let scratch = "";
  before(async () => {
    actionlint = await installActionlint();
    scratch = mkdtempSync(join(tmpdir(), "xput-workflows-"));
  });
  after(() => {
    rmSync(scratch, { recursive: true, force: true });
  });
  const lint = (...files: readonly string[]) =>
    runCommand(actionlint, ["-no-color", "-shellcheck=", "-pyflakes=", ...files]);

  it("finds nothing in any of them", async () => {
    const files = readdirSync(folder).map((file) => join(folder, file));
    assert.ok(files.length >= 5);
    const { exitCode, output } = await lint(...files);
    assert.equal(exitCode, 0, output);
  });

  it("does find an expression that names nothing, and a title put into a shell", async () => {
    const preview = readFileSync(join(folder, "preview.yml"), "utf8");
    const broken = join(scratch, "preview.yml");
    writeFileSync(broken, preview.replace("matrix.environment }}", "matrix.enviroment }}"));
    assert.match((await lint(broken)).output, /"enviroment" is not defined/);
    writeFileSync(
      broken,
      preview.replace("- run: npm ci", '- run: echo "${{ github.event.pull_request.title }}"'),
    );
    assert.match((await lint(broken)).output, /potentially untrusted/);
  });
});
