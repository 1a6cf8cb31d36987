/**
 * The real engine under the pack with the intent of a stack's settings: the preview before anything is made, `up`, an
 * exported state, and each of them refused where one document allows more.
 *
 * That every single widening is refused, tests/policypacks/least-privilege/proof shows.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LocalStack, runPulumi, stackFlags } from "../../local/localStack";
import { packFlags } from "../../local/policyPack";
import { configurationOfPack, writePackConfiguration } from "../../local/packConfiguration";
import { localDir } from "../../local/paths";
import { setUp } from "../../local/setUp";
import { emptyLocalAws, packs, requestFor, shippedSettings } from "./request";

describe("a stack that the pack proves", function () {
  this.timeout(300_000);
  const request = () => requestFor("proven", shippedSettings);
  let stack: LocalStack;
  let configuration: string;

  before(async () => {
    await emptyLocalAws();
    ({ stack } = await setUp(request()));
    configuration = writePackConfiguration("local", request().settings);
  });

  it("passes in the preview, when no id of a key is known", async () => {
    const { exitCode, output } = await pulumi("preview", ...packFlags(configuration));
    assert.equal(exitCode, 0, output);
    assert.doesNotMatch(output, /access-is-|no-foreign-access|no-public-access|can't run policy/);
  });

  it("is refused in the preview where the settings let in more than is meant", async () => {
    // As if somebody had changed what is deployed, and not what is meant.
    const wider = shippedSettings.replace("prefixes: [marketing/]", "prefixes: [marketing/, finance/]");
    assert.notEqual(wider, shippedSettings);
    const { stackFile } = requestFor("wider", wider);
    const { exitCode, output } = await runPulumi(stack, [
      "preview",
      ...stackFlags({ ...stack, stackFile }),
      ...packFlags(configuration),
    ]);
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /\[mandatory\].*access-is-intended/);
    assert.match(
      output,
      /role\/app\/uploader of 222222222222 may s3:\w+ on arn:aws:s3:::acme-drop-local\/finance\//,
    );
    assert.match(output, /narrow role xput-marketing, inline put: AllowPut/);
  });

  it("passes at up, when AWS has answered", async () => {
    const { exitCode, output } = await pulumi("up", "--yes", ...packFlags(configuration));
    assert.equal(exitCode, 0, output);
    assert.doesNotMatch(output, /access-is-|no-foreign-access|no-public-access/);
  });

  for (const [form, folderOf] of Object.entries(packs)) {
    it(`passes as an exported state under the pack's ${form}, and is refused with an intent that means less`, async () => {
      const folder = folderOf();
      const state = join(localDir(), "proven.json");
      const exported = await runPulumi(stack, ["stack", "export", "--stack", stack.name]);
      assert.equal(exported.exitCode, 0, exported.output);
      writeFileSync(state, exported.stdout);
      const analyze = (config: string) => {
        const pack = ["--policy-pack", folder, "--policy-pack-config", config];
        return runPulumi(stack, ["policy", "analyze", "--file", state, ...pack]);
      };
      const analyzed = await analyze(configuration);
      assert.equal(analyzed.exitCode, 0, analyzed.output);

      const less = join(localDir(), "less.json");
      const text = readFileSync(configuration, "utf8").replaceAll("user/alice", "user/bob");
      assert.notDeepEqual(JSON.parse(text), configurationOfPack("local", request().settings));
      writeFileSync(less, text);
      const refused = await analyze(less);
      assert.notEqual(refused.exitCode, 0, refused.output);
      assert.match(refused.output, /user\/alice of 222222222222 may assume xput-marketing/);
    });
  }

  after(async () => {
    await pulumi("destroy", "--yes");
  });

  const pulumi = (command: string, ...args: readonly string[]) =>
    runPulumi(stack, [command, ...stackFlags(stack), ...args]);
});
