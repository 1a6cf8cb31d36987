/**
 * A program whose policies hold secrets of Pulumi, under the pack in the real engine: the rules judge the documents, and
 * no secret is in what is printed, in the findings or in what is told of access.
 *
 * Does not prove: that a secret in the place of a name is hidden, such as a Sid or an ARN. CrossGuard hands secrets to
 * rules as plain text, so only the condition keys tell which values to hide.
 */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PolicyFinding, readFindings } from "../../access/stack/readFindings";
import { type LocalStack, mustRunPulumi, runPulumi } from "../../local/localStack";
import { localDir, projectRoot } from "../../local/paths";
import { bundledPack } from "../../local/policyPack";
import { runCommand } from "../../local/runCommand";
import { setUp } from "../../local/setUp";
import { emptyLocalAws, requestFor, shippedSettings } from "./request";

const program = join(projectRoot, "tests", "engine", "secretProgram");

describe("a program with secrets in its policies", function () {
  this.timeout(180_000);
  let stack: LocalStack;
  let flags: readonly string[];
  let preview: Awaited<ReturnType<typeof runPulumi>>;
  let findings: readonly PolicyFinding[];

  before(async () => {
    await emptyLocalAws();
    const local = await setUp(requestFor("secretive", shippedSettings));
    const environment = { ...local.stack.environment, PULUMI_DEBUG_COMMANDS: "1" };
    stack = { ...local.stack, name: "secretive", environment };
    const folder = join(localDir(), "secretive");
    mkdirSync(folder, { recursive: true });
    cpSync(join(program, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    await mustRunPulumi(stack, "pulumi stack init", ["stack", "init", stack.name, "--cwd", folder]);
    const settings = join(folder, "Pulumi.secretive.yaml");
    flags = ["--stack", stack.name, "--config-file", settings, "--cwd", program];
    const eventLog = join(folder, "events.ndjson");
    preview = await runPulumi(stack, [
      ...["preview", "--diff", "--event-log", eventLog, "--policy-pack", bundledPack(), ...flags],
    ]);
    // The log itself holds secrets, in the engine's diagnostics: `xput diff` reads it and removes it.
    findings = readFindings(readFileSync(eventLog, "utf8"));
  });

  it("is judged by what they say", () => {
    assert.notEqual(preview.exitCode, 0);
    const rules = new Set(findings.map(({ rule }) => rule));
    // Each reads the document with the secret, and says something of it.
    for (const rule of ["no-foreign-access", "no-public-access", "document-is-valid"])
      assert.ok(rules.has(rule), `${rule} is not in ${[...rules].join(", ")}`);
    assert.match(preview.output, /assumeRolePolicy, statement "TrustPartner"/);
    assert.match(preview.output, /AllowReferer/);
  });

  it("shows none of them in what is printed, and none in a finding", () => {
    assert.deepEqual(shown(preview.output), []);
    assert.deepEqual(shown(JSON.stringify(findings)), []);
  });

  it("shows none of them where its access is told", async () => {
    const file = join(localDir(), "secretive", "preview.json");
    const json = await runPulumi(stack, ["preview", "--json", ...flags]);
    assert.equal(json.exitCode, 0, json.output);
    writeFileSync(file, json.stdout);
    for (const format of ["text", "markdown", "mermaid", "html", "json"]) {
      const cli = join(projectRoot, "cli", "xput.cjs");
      const told = await runCommand(process.execPath, [cli, "access", "--preview", file, "--format", format]);
      assert.equal(told.exitCode, 0, told.output);
      assert.deepEqual(shown(told.output), [], format);
    }
  });
});

/** The secrets of the program that a text shows. */
const shown = (text: string): readonly string[] => text.match(/hush-[a-z-]+/g) ?? [];
