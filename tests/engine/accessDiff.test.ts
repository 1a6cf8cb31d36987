/**
 * `xput diff` and `xput access` with the real engine, on a stack that runs: what its settings change, and what the pack
 * says of it. The words themselves are tests/access/changes.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mustRunPulumi, stackFlags, type LocalStack } from "../../local/localStack";
import { localDir, projectRoot } from "../../local/paths";
import { runCommand } from "../../local/runCommand";
import { setUp } from "../../local/setUp";
import { emptyLocalAws, requestFor, shippedSettings } from "./request";

describe("a change of a stack that runs", function () {
  this.timeout(300_000);
  let stack: LocalStack;

  before(async () => {
    await emptyLocalAws();
    // As it was before an edit: another prefix, and a vendor without its external id.
    const before = shippedSettings
      .replace("prefixes: [marketing/]", "prefixes: [old/]")
      .replace("externalId: shipper-7f3a9c", "");
    ({ stack } = await setUp(requestFor("before", before)));
    await deploy(stack);
  });

  it("is told in words, with the findings of the pack, and fails where access is widened", async () => {
    const { exitCode, stdout } = await xput("diff", "--stack", "local", "--fail-on", "widened", "--json");
    const change = JSON.parse(stdout) as {
      readonly access: readonly { readonly kind: string; readonly sentence: string }[];
      readonly resources: readonly { readonly sentence: string }[];
      readonly findings: readonly { readonly level: string }[];
    };
    assert.equal(exitCode, 1);
    const told = change.access.map(({ kind, sentence }) => `${kind} ${sentence.split(",")[0] ?? ""}`);
    assert.deepEqual(told.sort(), [
      "changed role/app/uploader of 222222222222 may put marketing/* after assuming xput-marketing",
      "changed user/alice of 222222222222 may put marketing/* after assuming xput-marketing",
      "narrowed role/export of 333333333333 may put shipper/in/* after assuming xput-shipper",
    ]);
    assert.deepEqual(
      change.findings.filter(({ level }) => level === "mandatory"),
      [],
    );
    assert.ok(change.resources.length > 0);
  });

  it("is put into the update plan that is asked for, and is gone once it is carried out", async () => {
    const plan = join(localDir(), "plan.json");
    const planned = await xput("diff", "--stack", "local", "--plan", plan);
    assert.equal(planned.exitCode, 0, planned.output);
    assert.match(readFileSync(plan, "utf8"), /"resourcePlans"/);
    ({ stack } = await setUp(requestFor("local", shippedSettings)));
    await deploy(stack);
    const { exitCode, stdout } = await xput("diff", "--stack", "local", "--fail-on", "changed");
    assert.equal(exitCode, 0);
    assert.match(stdout, /^stack local: no access change; no resource changes\n/);
  });

  it("leaves what the settings mean, and nothing else", async () => {
    const { exitCode, output, stdout } = await xput("access", "--stack", "local");
    assert.equal(exitCode, 0, output);
    assert.match(stdout, /^stack local, as it is: .*, none public, .*, all as meant/);
  });

  async function deploy(one: LocalStack): Promise<void> {
    await mustRunPulumi(one, "pulumi up", ["up", "--yes", "--skip-preview", ...stackFlags(one)]);
  }

  function xput(...args: readonly string[]) {
    return runCommand(process.execPath, [join(projectRoot, "cli", "xput.cjs"), ...args]);
  }
});
