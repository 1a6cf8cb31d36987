/**
 * `xput diff` and `xput access` on files: exit codes, texts of mistakes, formats. The preview by the real engine is
 * tests/engine/accessDiff.test.ts.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../local/paths";

const samples = join(projectRoot, "tests", "access", "stack", "samples");
const base = join(samples, "localExport.json");
const preview = join(samples, "changedPreview.json");
const first = join(samples, "firstPreview.json");

function xput(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, "cli", "xput.cjs"), ...args],
    {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    },
  );
  return { status, stdout, stderr };
}

describe("xput diff and xput access on files", function () {
  this.timeout(60_000);
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "xput-diff-test-"))));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it("tell what a preview changes, and end with 0", () => {
    const { status, stdout } = xput("diff", "--base", base, "--head", preview);
    assert.equal(status, 0);
    assert.match(stdout, /: 2 ways in widened, 1 changed, 1 removed; 7 resources change\n/);
  });

  it("end with 1 where access is widened, unless all of it is acknowledged", () => {
    const failing = ["diff", "--base", base, "--head", preview, "--fail-on", "widened"];
    const refused = xput(...failing);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /^xput: access is widened in 3 places that nobody acknowledged\n$/);
    const { access } = JSON.parse(xput("diff", "--base", base, "--head", preview, "--json").stdout) as {
      readonly access: readonly { readonly id: string; readonly kind: string }[];
    };
    const wider = access.filter(({ kind }) => kind !== "removed");
    const list = wider.map(({ id }) => `- { accept: "${id}", reason: asked for }\n`).join("");
    assert.equal(xput(...failing, "--acknowledge", file("all.yaml", list)).status, 0);
    const unused = xput(
      ...failing,
      "--acknowledge",
      file("more.yaml", `${list}- { accept: nothing, reason: x }\n`),
    );
    assert.equal(unused.status, 0);
    assert.match(unused.stdout, /Acknowledgements that nothing needs:\n {2}nothing \(x\)/);
  });

  it("end with 0 backwards, where the same change takes away only", () => {
    const other = file("other.json", readFileSync(base, "utf8"));
    const { status, stdout } = xput("diff", "--base", base, "--head", other, "--fail-on", "changed");
    assert.deepEqual([status, /no access change; no resource changes/.test(stdout)], [0, true]);
  });

  it("end with 1 on a mandatory finding in the engine's event log, and not on an advisory one", () => {
    const event = (level: string): string =>
      JSON.stringify({
        policyEvent: {
          policyName: "a-rule",
          enforcementLevel: level,
          resourceUrn: "urn:pulumi:t::p::t::drop",
          message: "<{%reset%}>must be so\n",
        },
      });
    const run = (level: string) =>
      xput(
        "diff",
        "--base",
        base,
        "--head",
        base,
        "--event-log",
        file("events.ndjson", `${event(level)}\n{"cut`),
      );
    const mandatory = run("mandatory");
    assert.equal(mandatory.status, 1);
    assert.match(mandatory.stdout, /Findings:\n {2}mandatory a-rule drop: must be so\n/);
    assert.equal(run("advisory").status, 0);
  });

  for (const [format, begins] of [
    ["text", /^stack local: /],
    ["markdown", /^<!-- xput diff stack local -->\n### stack local: /],
    ["mermaid", /^flowchart LR\n/],
    ["html", /^<!doctype html>/i],
    ["json", /^\{\n {2}"title": "stack local"/],
  ] as const)
    it(`show it as ${format}`, () => {
      const run = xput("diff", "--stack", "local", "--base", base, "--head", preview, "--format", format);
      assert.equal(run.status, 0, run.stderr);
      assert.match(run.stdout, begins);
    });

  it("cut Markdown to so many characters, and write the rest to a file", () => {
    const full = join(folder, "full.md");
    const { stdout } = xput(
      "diff",
      "--base",
      base,
      "--head",
      preview,
      "--format",
      "markdown",
      "--max-characters",
      "2000",
      "--full",
      full,
    );
    assert.ok(stdout.length <= 2000, String(stdout.length));
    assert.match(stdout, /all of it is in /);
    assert.match(readFileSync(full, "utf8"), /delete aws:iam\/role:Role backup/);
  });

  it("tell the access of a state, beside what the stack's settings mean: more than this old state has", () => {
    const run = xput("access", "--stack", "local", "--state", base);
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /^stack local, as it is: 4 ways in, none public, 0 to read, \d+ not as meant\n/);
    assert.match(run.stdout, /missing audit log, check: the service cloudtrail/);
  });

  it("tell the access that a preview plans, also a first one without a base", () => {
    assert.match(xput("access", "--preview", preview, "--base", base).stdout, /as it is planned: 3 ways in/);
    assert.match(xput("access", "--preview", first).stdout, /as it is planned: 3 ways in/);
  });

  const mistakes: readonly (readonly [what: string, args: () => readonly string[], message: RegExp])[] = [
    [
      "a file that is not there",
      () => ["diff", "--base", "gone.json", "--head", base],
      /gone\.json: cannot be read: ENOENT/,
    ],
    [
      "an empty file",
      () => ["diff", "--base", base, "--head", file("empty.json", "")],
      /empty\.json: it is empty/,
    ],
    [
      "truncated JSON",
      () => ["diff", "--base", base, "--head", file("cut.json", readFileSync(base, "utf8").slice(0, 900))],
      /cut\.json: it is not JSON, or cut off/,
    ],
    [
      "something else",
      () => ["diff", "--base", base, "--head", file("else.json", "[1]")],
      /else\.json: not the export of a stack/,
    ],
    [
      "another version",
      () => ["diff", "--base", file("v1.json", '{"version":1,"deployment":{}}'), "--head", base],
      /v1\.json: the export has version 1: only version 3 can be read/,
    ],
    [
      "a preview without its base",
      () => ["diff", "--head", preview],
      /changedPreview\.json: it changes resources that exist: --base is needed/,
    ],
    [
      "a preview as base",
      () => ["diff", "--base", preview, "--head", base],
      /changedPreview\.json: not the export of a stack: it is the output of a preview/,
    ],
    [
      "an export as preview",
      () => ["access", "--preview", base, "--base", base],
      /localExport\.json: not the output of pulumi preview --json: it has no steps/,
    ],
    [
      "a preview as state",
      () => ["access", "--state", preview],
      /changedPreview\.json: it is a preview: give it as --preview/,
    ],
    [
      "an export without base",
      () => ["diff", "--head", base],
      /--base is needed: the export of the state before/,
    ],
    ["no stack and no files", () => ["access"], /--stack, --state or --preview is needed/],
    [
      "an acknowledgement without a reason",
      () => ["diff", "--base", base, "--head", base, "--acknowledge", file("bad.yaml", "- accept: x\n")],
      /bad\.yaml: item 1: must have accept/,
    ],
    [
      "a number as acknowledgement",
      () => [
        "diff",
        "--base",
        base,
        "--head",
        base,
        "--acknowledge",
        file("number.yaml", "- { accept: 12345678, reason: x }\n"),
      ],
      /accept must be in quotes/,
    ],
    ["a format that is none", () => ["diff", "--format", "pdf"], /argument 'pdf' is invalid/],
  ];
  for (const [what, args, message] of mistakes)
    it(`tell ${what} in one line, and end with 2`, () => {
      const { status, stdout, stderr } = xput(...args());
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stdout, "");
      if (stderr.startsWith("xput: ")) assert.equal(stderr.trimEnd().split("\n").length, 1);
    });
});
