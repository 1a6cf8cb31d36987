import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** `xput policy check` as a process. It does not prove the checks: tests/access/check does. */

function check(args: readonly string[], input: unknown) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["cli/xput.cjs", "policy", "check", ...args],
    {
      cwd: join(__dirname, "../.."),
      input: typeof input === "string" ? input : JSON.stringify(input),
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}

const put = { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::drop/in/*" };
const document = (statement: object) => ({ Version: "2012-10-17", Statement: [statement] });

describe("xput policy check", function () {
  this.timeout(60_000);

  it("exits 0 and is silent about a clean document", () => {
    assert.deepEqual(check(["-"], document(put)), { status: 0, stdout: "", stderr: "" });
  });

  it("exits 1 for an error, with file, line, column, severity, check and path", () => {
    const { status, stdout } = check(["-"], document({ ...put, Action: "s3:PutObjekt" }));
    assert.equal(status, 1);
    assert.equal(
      stdout,
      '-:1:65: error INVALID_ACTION Statement[0].Action: "s3:PutObjekt": s3 has no such action\n',
    );
  });

  it("exits 0 for a security warning alone", () => {
    const { status, stdout } = check(["-"], document({ ...put, Action: "iam:PassRole", Resource: "*" }));
    assert.equal(status, 0);
    assert.match(stdout, /securityWarning PASS_ROLE_WITH_STAR_IN_RESOURCE/);
  });

  it("exits 1 for a document that is no JSON", () => {
    const { status, stdout } = check(["-"], "{,}");
    assert.equal(status, 1);
    assert.match(stdout, /^-:1:2: error JSON_SYNTAX_ERROR document: not JSON/);
  });

  for (const [what, statement, kind] of [
    ["without principals", put, "identity"],
    ["with principals and resources", { ...put, Principal: { AWS: "111111111111" } }, "resource"],
    [
      "with principals alone",
      { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sts:AssumeRole" },
      "trust",
    ],
  ] as const) {
    it(`takes a document ${what} as ${kind}`, () => {
      const { status, stdout } = check(["-", "--json"], document(statement));
      assert.equal(status, 0);
      assert.deepEqual(JSON.parse(stdout), { file: "-", kind, problems: [] });
    });
  }

  it("holds the document to the kind that is asked for", () => {
    const { status, stdout } = check(["-", "--kind", "trust"], document(put));
    assert.equal(status, 1);
    assert.match(stdout, /MISSING_PRINCIPAL/);
  });

  it("exits 2 for a file that is not there and for an unknown kind", () => {
    const missing = check(["none.json"], "");
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /none.json: cannot be read: ENOENT/);
    assert.equal(check(["-", "--kind", "bucket"], document(put)).status, 2);
  });
});
