/**
 * Every type of the whole destination, edited one input after the other, in the stand-in plugin as a process of its own.
 *
 * Does not prove that AWS itself answers the same, nor that the official plugin behaves the same.
 */
import { IAM } from "@aws-sdk/client-iam";
import assert from "node:assert/strict";
import { emptyLocalAws } from "../request";
import type { Case } from "./cases/case";
import { destinationTypes } from "./cases/destinationTypes";
import { accountId, region } from "./cases/names";
import { type Inputs, PluginProcess, type State } from "./pluginProcess";

describe("one edit of a resource of the stand-in AWS plugin", function () {
  this.timeout(60_000);
  let plugin: PluginProcess;
  const made = new Map<string, State>();
  const stateOf = (name: string): State => {
    const state = made.get(name);
    assert.ok(state, `${name} was not made`);
    return state;
  };

  before(async () => {
    await emptyLocalAws();
    const iam = new IAM({ region, credentials: { accessKeyId: accountId, secretAccessKey: "any" } });
    await iam.createGroup({ GroupName: "types-group" });
    plugin = await PluginProcess.start({
      AWS_ACCESS_KEY_ID: accountId,
      AWS_SECRET_ACCESS_KEY: "any",
      AWS_SESSION_TOKEN: "",
    });
    await plugin.configure({ region, s3UsePathStyle: "true" });
    for (const { token, name, inputs } of destinationTypes) {
      made.set(name, await plugin.create(token, resolved(inputs)));
    }
    // Later ones have changed outputs of earlier ones: a policy's attachments, a topic's policy.
    for (const { token, name } of destinationTypes) {
      const fresh = await plugin.read(token, stateOf(name).id, stateOf(name));
      assert.deepEqual(fresh?.inputs, stateOf(name).inputs);
      made.set(name, fresh);
    }
  });
  after(async () => {
    await plugin.stop();
  });

  for (const resource of destinationTypes) {
    const { token, name, edits = [], replacing } = resource;
    let inputs = resource.inputs;

    it(`${name} reads back, and is imported, without a difference`, async () => {
      await expectNoDrift(resource);
    });

    for (const edit of edits) {
      it(`${name} is updated in place: ${edit.diff}`, async () => {
        inputs = { ...inputs, ...edit.inputs };
        const state = stateOf(name);
        const { inputs: checked, failures } = await plugin.check(token, resolved(inputs));
        assert.deepEqual(failures, []);
        const { paths, replaces } = await plugin.diff(token, state, checked);
        const changed = new Set(paths.map((path) => path.replace(/[.[].*$/, "")));
        assert.deepEqual(
          [...changed].sort(),
          edit.diff
            .split(",")
            .map((told) => told.slice(1))
            .sort(),
        );
        assert.deepEqual(replaces, []);
        made.set(name, await plugin.update(token, state, resolved(inputs)));
        await expectNoDrift(resource);
      });
    }

    if (replacing !== undefined) {
      it(`${name} is made anew: ${replacing.diff}`, async () => {
        const { inputs: checked } = await plugin.check(token, resolved({ ...inputs, ...replacing.inputs }));
        const { replaces } = await plugin.diff(token, stateOf(name), checked);
        assert.deepEqual(replaces, [replacing.diff.slice(1)]);
      });
    }
  }

  it("is no more once they are deleted, which may be done twice", async () => {
    for (const { token, name } of [...destinationTypes].reverse()) {
      await plugin.delete(token, stateOf(name));
      await plugin.delete(token, stateOf(name));
    }
    for (const { token, name } of destinationTypes) {
      const state = stateOf(name);
      assert.equal(await plugin.read(token, state.id, state), undefined, name);
    }
  });

  /** What is read with, and without, what was known, is what was given. */
  async function expectNoDrift({ token, name, importedBy, untold = [] }: Case): Promise<void> {
    const state = stateOf(name);
    const fresh = await plugin.read(token, state.id, state);
    assert.deepEqual(fresh, state);
    const imported = await plugin.read(token, importedBy ?? state.id);
    assert.ok(imported, name);
    assert.equal(imported.id, state.id);
    const told = Object.entries(state.inputs).filter(([input]) => !untold.includes(input));
    assert.deepEqual((await plugin.diff(token, imported, Object.fromEntries(told))).paths, []);
  }

  /** `${key.arn}` is the output `arn` of the resource `key`; what is null is not given. */
  function resolved(inputs: Readonly<Record<string, unknown>>): Inputs {
    const text = JSON.stringify(inputs, (_key, value: unknown) => (value === null ? undefined : value));
    const filled = text.replace(/\$\{(\w+)\.(\w+)\}/g, (_all, name: string, output: string) => {
      const value = stateOf(name).outputs[output];
      assert.equal(typeof value, "string");
      return value as string;
    });
    return JSON.parse(filled) as Inputs;
  }
});
