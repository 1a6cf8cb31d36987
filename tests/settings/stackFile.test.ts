/** The stack files that ship, and what a broken file is told. It does not prove that Pulumi reads them alike. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quotaProblems } from "../../iam/quotas";
import { readStackFile } from "../../settings/stackFile";

const stacks = join(__dirname, "../../stacks");

describe("stack files", () => {
  for (const file of readdirSync(stacks).filter((name) => name.startsWith("Pulumi."))) {
    it(`${file} is right`, () => {
      const result = readStackFile(join(stacks, file), quotaProblems);
      assert.ok(result.ok, result.ok ? "" : result.message);
    });
  }

  describe("that are broken", () => {
    let folder: string;
    before(() => (folder = mkdtempSync(join(tmpdir(), "xput-stack-"))));
    after(() => {
      rmSync(folder, { recursive: true });
    });

    function messageFor(text: string): string {
      const path = join(folder, "Pulumi.x.yaml");
      writeFileSync(path, text);
      const result = readStackFile(path, quotaProblems);
      assert.ok(!result.ok);
      return result.message.replace(folder, "");
    }

    it("are told where the YAML is wrong", () => {
      assert.match(messageFor("config:\n  a: [1\n"), /^\/Pulumi\.x\.yaml:\d+:\d+: not valid YAML: /);
    });
    it("are told that the settings are missing", () => {
      assert.match(
        messageFor(""),
        /has 2 wrong settings:\n {2}xput:destination: is missing\n {2}xput:sources: is missing$/,
      );
    });
    it("are told that an account id needs quotes", () => {
      const text =
        "config:\n  xput:destination: {accountId: 111111111111, region: eu-west-1, bucket: abc}\n  xput:sources: {}\n";
      assert.match(
        messageFor(text),
        /1 wrong setting:\n {2}xput:destination\.accountId: must be a quoted string/,
      );
    });
    it("are told when there is no file", () => {
      const result = readStackFile(join(folder, "Pulumi.none.yaml"), quotaProblems);
      assert.ok(!result.ok && /cannot be read \(ENOENT\)/.test(result.message));
    });
  });
});
