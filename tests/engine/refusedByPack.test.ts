/**
 * A program that grants too much is stopped in the preview of the real `pulumi up`, by the pack's sources and by the
 * bundle that is published, with the same findings.
 *
 * Does not prove: that Pulumi Cloud takes the bundle.
 */
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { adminCredentials, clientsFor } from "../../local/admin";
import { type LocalStack, runPulumi } from "../../local/localStack";
import { localDir, projectRoot } from "../../local/paths";
import { type LocalSetUp, setUp } from "../../local/setUp";
import { emptyLocalAws, packs, requestFor, shippedSettings } from "./request";

const program = join(projectRoot, "tests", "engine", "wideProgram");

describe("a program that grants too much", function () {
  this.timeout(180_000);
  let local: LocalSetUp;
  let stack: LocalStack;

  before(async () => {
    await emptyLocalAws();
    local = await setUp(requestFor("wide", shippedSettings));
    stack = { ...local.stack, name: "wide" };
    // Beside the program: `stack init` writes a stack file, and every command with the stack reads or writes it.
    const folder = join(localDir(), "wide");
    mkdirSync(folder, { recursive: true });
    cpSync(join(program, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    const init = await runPulumi(stack, ["stack", "init", "wide", "--cwd", folder]);
    assert.equal(init.exitCode, 0, init.output);
  });

  for (const [form, folderOf] of Object.entries(packs)) {
    it(`is refused by the pack's ${form} before anything is made, with the rules that it breaks`, async () => {
      const { exitCode, output } = await up("--policy-pack", folderOf());
      assert.notEqual(exitCode, 0);
      const findings = output.matchAll(/\[mandatory\] \[severity: \w+\] {2}(\S+)/g);
      const broken = [...findings].map(([, rule]) => rule);
      assert.deepEqual(broken.sort(), [
        "account-root-is-pinned",
        "allow-names-actions",
        "allow-names-resources",
        "bucket-has-encryption",
        "bucket-has-public-access-block",
        "bucket-policy-denies-plain-http",
        "bucket-policy-limits-other-accounts",
        "no-foreign-access",
        "trail-covers-shared-buckets",
      ]);
      assert.equal(await bucketExists(), false);
    });
  }

  it("is let through without the pack, so it was the pack that refused it", async () => {
    const { exitCode, output } = await up();
    assert.equal(exitCode, 0, output);
    assert.equal(await bucketExists(), true);
    const destroy = await pulumi("destroy", "--yes");
    assert.equal(destroy.exitCode, 0, destroy.output);
    assert.equal(await bucketExists(), false);
  });

  function up(...args: readonly string[]) {
    return pulumi("up", "--yes", ...args);
  }

  function pulumi(...args: readonly string[]) {
    const settings = join(localDir(), "wide", "Pulumi.wide.yaml");
    return runPulumi(stack, [...args, "--stack", "wide", "--config-file", settings, "--cwd", program]);
  }

  async function bucketExists(): Promise<boolean> {
    const owner = clientsFor(local.aws, adminCredentials("111111111111"));
    const { Buckets = [] } = await owner.s3.send(new ListBucketsCommand({})).finally(owner.destroy);
    return Buckets.some(({ Name }) => Name === "wide-open");
  }
});
