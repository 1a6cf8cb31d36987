/** What `xput roles` prints. That the roles exist and suffice is proven by tests/engine/rehearsePr.test.ts. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "../../local/runCommand";

const xput = (...args: readonly string[]) =>
  runCommand(process.execPath, [join(__dirname, "..", "..", "cli", "xput.cjs"), "roles", ...args]);

describe("xput roles", function () {
  this.timeout(60_000);

  it("names the role of every account that the stack deploys to, and of no vendor", async () => {
    const { exitCode, stdout } = await xput("--stack", "prod");
    assert.equal(exitCode, 0);
    assert.deepEqual(stdout.trimEnd().split("\n"), [
      "XPUT_111111111111_ROLE_ARN=arn:aws:iam::111111111111:role/xput-deploy",
      "XPUT_222222222222_ROLE_ARN=arn:aws:iam::222222222222:role/xput-deploy",
    ]);
  });

  it("names the roles for previews when asked, as JSON too", async () => {
    const { stdout } = await xput("--stack", "prod", "--read-only", "--json");
    assert.deepEqual(JSON.parse(stdout), {
      XPUT_111111111111_ROLE_ARN: "arn:aws:iam::111111111111:role/xput-deploy-read",
      XPUT_222222222222_ROLE_ARN: "arn:aws:iam::222222222222:role/xput-deploy-read",
    });
  });

  it("refuses a stack that has no settings", async () => {
    assert.equal((await xput("--stack", "nowhere")).exitCode, 2);
  });
});
