/**
 * The rehearsal of a pull request: the base is deployed, the head compared as the roles that read, and the comment
 * written, all through the real engine and the command `xput diff`.
 *
 * Does not prove what the comment says in every case, which the tests of `xput diff` do, nor git's part.
 */
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { projectRoot } from "../../local/paths";
import { rehearse, type RehearsalOutcome } from "../../local/rehearse/rehearse";
import { type Scratch, withScratch } from "../../local/rehearse/scratch";

const left = new Set([".git", ".local", "node_modules", "dist"]);

describe("rehearsing a pull request", function () {
  this.timeout(900_000);
  let folder = "";
  let scratchFolder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "xput-head-"))));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** A copy of this checkout, with the settings of the stack `local` changed. */
  const headWith = (name: string, change: (settings: string) => string): string => {
    const head = join(folder, name);
    cpSync(projectRoot, head, {
      recursive: true,
      filter: (path) => !left.has(relative(projectRoot, path).split("/")[0] ?? ""),
    });
    symlinkSync(join(projectRoot, "node_modules"), join(head, "node_modules"));
    const file = join(head, "stacks", "Pulumi.local.yaml");
    const settings = readFileSync(file, "utf8");
    const changed = change(settings);
    assert.notEqual(changed, settings);
    writeFileSync(file, changed);
    return head;
  };
  const rehearsed = async (headFolder: string, out: string): Promise<RehearsalOutcome> =>
    withScratch((scratch: Scratch) => {
      scratchFolder = scratch.folder;
      return rehearse({ baseFolder: projectRoot, headFolder, stackName: "local", out }, scratch);
    });

  it("writes a comment that tells a new prefix, and fails as the job would", async () => {
    const head = headWith("wider", (text) =>
      text.replace("prefixes: [marketing/]", "prefixes: [marketing/, sales/]"),
    );
    const out = join(folder, "wider.md");
    const { exitCode, commentCharacters, messages } = await rehearsed(head, out);
    const comment = readFileSync(out, "utf8");
    assert.equal(exitCode, 1, messages);
    assert.equal(commentCharacters, comment.length);
    assert.match(comment, /^<!-- xput preview local -->\n/);
    assert.match(comment, /sales\//);
    assert.ok(!existsSync(scratchFolder), "nothing of the rehearsal stays");
  });

  it("passes a change that gives nobody more", async () => {
    const head = headWith("quiet", (text) => text.replace("keepVersionsDays: 30", "keepVersionsDays: 60"));
    const out = join(folder, "quiet.md");
    const { exitCode, messages } = await rehearsed(head, out);
    assert.equal(exitCode, 0, messages);
    assert.ok(!readFileSync(out, "utf8").includes("sales/"));
  });
});
