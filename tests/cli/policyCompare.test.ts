import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareCommand } from "../../cli/policyCompare";
import { comparisonLine } from "../../access/prove/comparisonLine";

/**
 * `xput policy compare`: the contract of its lines, its exit codes and its texts.
 *
 * Not proved here: the verdicts themselves (tests/access/prove).
 */

const statement = (Resource: string, more: object = {}) => ({
  Effect: "Allow",
  Action: "s3:PutObject",
  Resource,
  ...more,
});
const policy = (Resource: string, more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [statement(Resource, more)],
});
const wide = policy("arn:aws:s3:::drop/*");
const narrow = policy("arn:aws:s3:::drop/in/*");

const answer = (line: unknown): Record<string, unknown> =>
  JSON.parse(comparisonLine(typeof line === "string" ? line : JSON.stringify(line))) as Record<
    string,
    unknown
  >;

describe("a line of xput policy compare --batch", () => {
  it("is answered with id, verdict, witness and reason, in this order", () => {
    const included = answer({ id: "a", kind: "identity", reference: wide, candidate: narrow });
    assert.deepEqual(Object.keys(included), ["id", "verdict", "witness", "reason"]);
    assert.deepEqual([included["id"], included["verdict"], included["witness"]], ["a", "included", null]);
    const exceeds = answer({ id: "b", kind: "identity", reference: narrow, candidate: wide });
    assert.equal(exceeds["verdict"], "exceeds");
    assert.deepEqual(Object.keys(exceeds["witness"] as object), [
      "principal",
      "action",
      "resource",
      "context",
    ]);
  });

  it("takes arrays of documents, also empty ones", () => {
    const reference = [policy("arn:aws:s3:::drop/in/*"), policy("arn:aws:s3:::drop/out/*")];
    assert.equal(answer({ id: 1, kind: "identity", reference, candidate: [narrow] })["verdict"], "included");
    assert.equal(
      answer({ id: 1, kind: "identity", reference: [], candidate: [narrow] })["verdict"],
      "exceeds",
    );
    assert.equal(answer({ id: 1, kind: "identity", reference: [], candidate: [] })["verdict"], "included");
  });

  it("takes each kind of document", () => {
    const bucket = policy("arn:aws:s3:::drop/*", { Principal: { AWS: "222222222222" } });
    const trust = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "222222222222" } },
    };
    assert.equal(
      answer({ id: 1, kind: "resource", reference: bucket, candidate: bucket })["verdict"],
      "included",
    );
    assert.equal(answer({ id: 1, kind: "trust", reference: trust, candidate: trust })["verdict"], "included");
    const witness = answer({ id: 1, kind: "trust", reference: [], candidate: trust })["witness"] as Record<
      string,
      string
    >;
    assert.match(witness["resource"] ?? "", /^arn:aws:iam::\d{12}:role\//);
    assert.equal(witness["action"], "sts:AssumeRole");
  });

  for (const [what, line, error] of [
    ["is not JSON", "{", /not JSON/],
    ["is empty", "", /not JSON/],
    [
      "has no kind",
      { id: 7, reference: wide, candidate: wide },
      /kind: must be one of identity, resource, trust/,
    ],
    [
      "has no candidate",
      { id: 7, kind: "identity", reference: wide },
      /candidate: must be a policy document/,
    ],
    [
      "has a document of another kind",
      { id: 7, kind: "resource", reference: wide, candidate: wide },
      /Principal is missing/,
    ],
    [
      "has a wrong document in an array",
      { id: 7, kind: "identity", reference: [wide, {}], candidate: wide },
      /reference\[1\]: Statement is missing/,
    ],
    [
      "repeats a name within a document",
      '{"id":7,"kind":"identity","reference":{"Statement":[],"Statement":[]},"candidate":[]}',
      /Statement/,
    ],
  ] as const) {
    it(`that ${what} is answered with an error and its id`, () => {
      const told = answer(line);
      assert.deepEqual(Object.keys(told), ["id", "error"]);
      assert.match(String(told["error"]), error);
      assert.equal(told["id"], typeof line === "string" && !line.includes("id") ? null : 7);
    });
  }
});

describe("xput policy compare", () => {
  const folder = mkdtempSync(join(tmpdir(), "xput-compare-"));
  const file = (name: string, value: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const program = `
    const { compareCommand } = require(${JSON.stringify(join(__dirname, "../../cli/policyCompare"))});
    compareCommand().parseAsync(process.argv.slice(1), { from: "user" }).catch((error) => {
      process.stderr.write(error.message + "\\n");
      process.exitCode = error.exitCode;
    });`;
  const run = (args: readonly string[], input = "") =>
    spawnSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", program, "--", ...args], {
      encoding: "utf8",
      input,
    });

  it("answers two files in words, with the request that shows the excess, and an exit code", function () {
    this.timeout(30_000);
    const [reference, candidate] = [file("reference.json", narrow), file("candidate.json", wide)];
    const exceeds = run([reference, candidate]);
    assert.equal(exceeds.status, 1, exceeds.stderr);
    assert.match(
      exceeds.stdout,
      /^Exceeds: .*\n {2}principal {2}arn:aws:iam::\d{12}:role\/example\n {2}action {5}s3:PutObject\n/,
    );
    const included = run([candidate, reference]);
    assert.deepEqual([included.status, included.stdout.slice(0, 9)], [0, "Included:"]);
    const json = JSON.parse(run([candidate, reference, "--json"]).stdout) as Record<string, unknown>;
    assert.deepEqual(Object.keys(json), ["verdict", "witness", "reason"]);
    const wrong = run([file("wrong.json", { Statement: [{ Effect: "Allow" }] }), reference]);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /not a readable identity policy:\n.*Statement\[0\]/);
    assert.equal(run([reference]).status, 2);
  });

  it("answers lines in their order, goes on after a wrong one, and ends with exit code 0", function () {
    this.timeout(30_000);
    const lines = [
      { id: "first", kind: "identity", reference: wide, candidate: narrow },
      { id: "second", kind: "nonsense" },
      { id: "third", kind: "identity", reference: narrow, candidate: wide },
    ];
    const result = run(["--batch"], `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
    const answers = result.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      answers.map(({ id, verdict, error }) => [id, verdict ?? typeof error]),
      [
        ["first", "included"],
        ["second", "string"],
        ["third", "exceeds"],
      ],
    );
    assert.equal(result.status, 0);
  });

  it("shows an example in its help", () => {
    let help = "";
    compareCommand()
      .configureOutput({ writeOut: (text) => (help += text) })
      .outputHelp();
    assert.match(help, /npx xput policy compare approved\.json proposed\.json/);
  });
});
