import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { answerLines } from "../../cli/answerLines";

/** `xput policy simulate` as a process. It does not prove the decisions: tests/access/evaluate does. */

const root = join(__dirname, "../..");

function xput(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["cli/xput.cjs", "policy", "simulate", ...args],
    {
      cwd: root,
      input,
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}

const identity = {
  Version: "2012-10-17",
  Statement: { Sid: "Put", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::drop/in/*" },
};
const bucket = {
  Version: "2012-10-17",
  Statement: {
    Sid: "In",
    Effect: "Allow",
    Principal: { AWS: "222222222222" },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::drop/in/*",
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a" } },
  },
};
const principal = "arn:aws:iam::222222222222:role/up";
const request = { principal, action: "s3:PutObject", resource: "arn:aws:s3:::drop/in/a", context: {} };
const line = (id: string) => JSON.stringify({ id, request, identityPolicies: [identity] });

describe("xput policy simulate", function () {
  this.timeout(60_000);
  let folder = "";
  let flags: readonly string[] = [];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "xput-simulate-"));
    writeFileSync(join(folder, "identity.json"), JSON.stringify(identity));
    writeFileSync(join(folder, "bucket.json"), JSON.stringify(bucket));
    writeFileSync(join(folder, "line.json"), line("1"));
    flags = ["--principal", principal, "--action", "s3:PutObject", "--resource", "arn:aws:s3:::drop/in/a"];
    flags = [...flags, "--resource-account", "111111111111", "--identity", join(folder, "identity.json")];
    flags = [...flags, "--resource-policy", join(folder, "bucket.json")];
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("exits 0 when allowed, and says which statements decided", () => {
    const { status, stdout } = xput([...flags, "--context", "aws:PrincipalOrgID=o-a"]);
    assert.equal(status, 0);
    assert.deepEqual(stdout.split("\n").slice(1, 3), [
      "  Allow  identityPolicies[0] Put",
      "  Allow  resourcePolicy In",
    ]);
  });

  it("exits 1 when denied, and says which condition did not hold", () => {
    const { status, stdout } = xput([...flags, "--context", "aws:PrincipalOrgID=o-b"]);
    assert.equal(status, 1);
    assert.match(stdout, /Condition.StringEquals.aws:PrincipalOrgID asks for o-a; the request has o-b/);
  });

  it("takes the whole request as one file, and prints JSON", () => {
    const { status, stdout } = xput(["--request", join(folder, "line.json"), "--json"]);
    assert.equal(status, 0);
    assert.equal((JSON.parse(stdout) as { decision: string }).decision, "allowed");
  });

  it("exits 2 on wrong usage, with a message", () => {
    for (const [args, message] of [
      [[], /--principal, --action and --resource are needed/],
      [["--nope"], /unknown option/],
      [[...flags, "--context", "x"], /must be like/],
      [[...flags, "--identity", join(folder, "none.json")], /none.json: cannot be read: ENOENT/],
      [[...flags, "--session", join(folder, "bucket.json")], /sessionPolicies\[0\].Statement\[0\].Principal/],
    ] as const) {
      const { status, stderr, stdout } = xput(args);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stdout, "");
    }
  });

  it("shows help with an example", () => {
    const { status, stdout } = xput(["--help"]);
    assert.equal(status, 0);
    assert.match(stdout, /Example:\n {2}npx xput policy simulate/);
  });

  it("answers a batch line by line, in order, goes on after an error, and takes a last line without line feed", () => {
    const { status, stdout } = xput(["--batch"], `${line("1")}\nnope\r\n${line("2")}\r\n\n${line("3")}`);
    assert.equal(status, 0);
    const ids = stdout.trimEnd().split("\n");
    const shown = ids.map((text) => JSON.parse(text) as { id: unknown; decision?: string; error?: string });
    assert.deepEqual(
      shown.map(({ id, decision, error }) => [id, decision ?? typeof error]),
      [
        ["1", "allowed"],
        [null, "string"],
        ["2", "allowed"],
        [null, "string"],
        ["3", "allowed"],
      ],
    );
  });

  it("prints nothing for an empty batch", () => {
    assert.deepEqual(xput(["--batch"]), { status: 0, stdout: "", stderr: "" });
  });

  it("answers 2,000 lines", () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => line(String(index)));
    const { stdout } = xput(["--batch"], lines.join("\n"));
    const answers = stdout.trimEnd().split("\n");
    assert.equal(answers.length, 2_000);
    assert.ok(answers.every((text, index) => text.startsWith(`{"id":"${index}","decision":"allowed"`)));
  });
});

describe("answerLines", () => {
  async function answers(chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
    const lines: string[] = [];
    async function* input() {
      for (const chunk of chunks) yield await Promise.resolve(chunk);
    }
    const output = new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, written) => {
        lines.push(text);
        written();
      },
    });
    await answerLines(input(), output, (text) => `<${text}>`);
    return lines.join("").split("\n").slice(0, -1);
  }

  it("joins lines over chunks, also within a character", async () => {
    const bytes = Buffer.from("a😀b\nc");
    assert.deepEqual(await answers([bytes.subarray(0, 3), bytes.subarray(3)]), ["<a😀b>", "<c>"]);
  });

  it("does not split at U+2028", async () => {
    assert.deepEqual(await answers(["a\u2028b\n"]), ["<a\u2028b>"]);
  });

  it("answers empty lines in between, not after the last line feed", async () => {
    assert.deepEqual(await answers(["a\n\nb\n"]), ["<a>", "<>", "<b>"]);
  });
});
