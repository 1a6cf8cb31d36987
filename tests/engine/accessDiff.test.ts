/**
 * `xput diff` and `xput access` with the real engine, on a stack that runs: what its settings change, and what the pack
 * says of it. The words themselves are tests/access/changes.
 */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFindings } from "../../access/stack/readFindings";
import { mustRunPulumi, runPulumi, stackFlags, type LocalStack } from "../../local/localStack";
import { bundledPack } from "../../local/policyPack";
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
      "narrowed role/export of 333333333333 may make data keys with and decrypt with the key alias/xput-acme-drop-local after assuming xput-shipper",
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

  it("has findings of the pack in the engine's event log, which the preview's JSON leaves out", async () => {
    const program = join(projectRoot, "tests", "engine", "wideProgram");
    const folder = join(localDir(), "wide-log");
    mkdirSync(folder, { recursive: true });
    cpSync(join(program, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    const environment = { ...stack.environment, PULUMI_DEBUG_COMMANDS: "1" };
    const wide: LocalStack = { ...stack, name: "wide-log", environment };
    const init = await runPulumi(wide, ["stack", "init", "wide-log", "--cwd", folder]);
    assert.equal(init.exitCode, 0, init.output);
    const eventLog = join(folder, "events.ndjson");
    const { exitCode, stdout } = await runPulumi(wide, [
      ...["preview", "--json", "--event-log", eventLog, "--policy-pack", bundledPack()],
      ...["--stack", "wide-log", "--config-file", join(folder, "Pulumi.wide-log.yaml"), "--cwd", program],
    ]);
    assert.notEqual(exitCode, 0);
    assert.ok(!stdout.includes("allow-names-actions"));
    const findings = readFindings(readFileSync(eventLog, "utf8"));
    const mandatory = findings.filter(({ level }) => level === "mandatory").map(({ rule }) => rule);
    assert.ok(mandatory.includes("allow-names-actions"), JSON.stringify(findings));
    assert.ok(findings.every(({ message }) => message !== "" && !message.includes("<{%")));
  });

  async function deploy(one: LocalStack): Promise<void> {
    await mustRunPulumi(one, "pulumi up", ["up", "--yes", "--skip-preview", ...stackFlags(one)]);
  }

  function xput(...args: readonly string[]) {
    return runCommand(process.execPath, [join(projectRoot, "cli", "xput.cjs"), ...args]);
  }
});
