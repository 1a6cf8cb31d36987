/**
 * The pack's configuration under the real engine, on a state that stands in a file: the example configurations fit the
 * rules' schemas, what does not fit is refused, levels, options and waivers act, and remedies are there where they are
 * asked for.
 *
 * `pulumi policy validate-config` asks Pulumi Cloud for the schemas of a published pack, so that it cannot run here; the engine
 * holds a configuration against the same schemas when it loads a pack.
 */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installEngine } from "../../local/engine/install";
import { pluginDirectories } from "../../local/engine/plugins";
import { bundledPack, policyPack } from "../../local/policyPack";
import { localDir, projectRoot } from "../../local/paths";
import { pulumiEnvironment, withoutOwnAws } from "../../local/pulumiEnvironment";
import { runCommand } from "../../local/runCommand";

const account = "111111111111";
const configs = join(projectRoot, policyPack, "config");

describe("the pack's configuration", function () {
  this.timeout(180_000);
  let pulumi: string;
  let environment: NodeJS.ProcessEnv;
  let folder: string;

  before(async () => {
    const engine = await installEngine(() => undefined);
    pulumi = engine.pulumi;
    const aws = { endpoint: "http://localhost:9", region: "eu-west-1" };
    const directories = await pluginDirectories(engine, () => undefined);
    environment = withoutOwnAws(pulumiEnvironment(aws, account, directories));
    folder = join(localDir(), "packConfig");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "state.json"), JSON.stringify(state()));
  });

  for (const file of readdirSync(configs)) {
    it(`of ${file} is taken`, async () => {
      const { output } = await analyze(join(configs, file));
      assert.doesNotMatch(output, /validating policy config|invalid/i);
      // The pack was asked: the key of the state does not rotate.
      assert.match(output, /key-rotates/);
    });
  }

  it("is refused as a whole, with everything that does not fit", async () => {
    const { exitCode, output } = await analyze(
      written({
        "role-session-is-short": { maximumSeconds: "long" },
        "trust-of-other-accounts-is-bound": { ownAccounts: ["1234"] },
        "key-rotates": { waivers: [{ resource: "key", until: "2027-01-01" }] },
        "key-is-enabled": { waivers: [{ resource: "key", reason: "r", until: "never" }] },
      }),
    );
    assert.notEqual(exitCode, 0);
    for (const what of [/maximumSeconds/, /ownAccounts/, /reason/, /until/]) assert.match(output, what);
    assert.doesNotMatch(output, /enableKeyRotation/);
  });

  it("sets levels: a mandatory finding fails, an advisory one does not, and nothing is remedied", async () => {
    const mandatory = await analyze(written(onlyKeyRotates("mandatory")));
    assert.notEqual(mandatory.exitCode, 0, mandatory.output);
    assert.match(mandatory.output, /\[mandatory\].*key-rotates/);
    assert.doesNotMatch(mandatory.output, /\[remediate\]/);
    const advisory = await analyze(written(onlyKeyRotates("advisory")));
    assert.equal(advisory.exitCode, 0, advisory.output);
    assert.match(advisory.output, /\[advisory\].*key-rotates/);
  });

  it("waives until a day, and tells a waiver that nothing needs", async () => {
    const waiver = (resource: string, until: string) => {
      const waivers = [{ resource, reason: "replaced", until }];
      return written({ all: "disabled", "key-rotates": { enforcementLevel: "mandatory", waivers } });
    };
    const valid = await analyze(waiver("key", "2999-12-31"));
    assert.equal(valid.exitCode, 0, valid.output);
    assert.doesNotMatch(valid.output, /key-rotates/);
    const ended = await analyze(waiver("key", "2020-01-01"));
    assert.notEqual(ended.exitCode, 0);
    assert.match(ended.output, /the waiver \(replaced\) ended on 2020-01-01/);
    const unused = await analyze(waiver("other", "2999-12-31"));
    assert.match(
      unused.output,
      /\[advisory\][^\n]*key-rotates[^[]*other: the waiver \(replaced\) is not needed/,
    );
  });

  it("remedies where it asks for it", async () => {
    const remediated = await analyze(join(configs, "remediate.json"));
    assert.match(remediated.output, /\[remediate\][^\n]*key-rotates/);
    assert.match(remediated.output, /\[remediate\][^\n]*public-access-block-is-complete/);
  });

  function analyze(config: string) {
    const pack = ["--policy-pack", bundledPack(), "--policy-pack-config", config];
    const args = [
      "policy",
      "analyze",
      ...pack,
      "--file",
      join(folder, "state.json"),
      "--non-interactive",
      "--color",
      "never",
    ];
    return runCommand(pulumi, args, { cwd: projectRoot, env: environment });
  }

  function written(config: object): string {
    const path = join(folder, "config.json");
    writeFileSync(path, JSON.stringify(config));
    return path;
  }
});

/** Everything off but one rule. */
function onlyKeyRotates(level: string): Readonly<Record<string, string>> {
  return { all: "disabled", "key-rotates": level };
}

/** A state with a key that does not rotate and an incomplete public access block. */
function state(): object {
  const urn = (type: string, name: string) => `urn:pulumi:dev::demo::${type}::${name}`;
  const provider = urn("pulumi:providers:aws", "p");
  const providerId = "aaaaaaaa-0000-4000-8000-000000000000";
  const bound = { region: "eu-west-1", allowedAccountIds: JSON.stringify([account]) };
  const resource = (type: string, name: string, inputs: object) => ({
    urn: urn(type, name),
    custom: true,
    id: name,
    type,
    inputs,
    outputs: inputs,
    provider: `${provider}::${providerId}`,
  });
  return {
    version: 3,
    deployment: {
      manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
      resources: [
        { urn: urn("pulumi:pulumi:Stack", "demo-dev"), custom: false, type: "pulumi:pulumi:Stack" },
        {
          urn: provider,
          custom: true,
          id: providerId,
          type: "pulumi:providers:aws",
          inputs: bound,
          outputs: bound,
        },
        resource("aws:kms/key:Key", "key", { description: "d", enableKeyRotation: false }),
        resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", {
          bucket: "drop",
          blockPublicAcls: true,
        }),
      ],
    },
  };
}
