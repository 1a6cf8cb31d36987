/**
 * Every type of the whole destination, through the real engine with the stand-in plugin, on the local AWS: one program
 * with all of them.
 *
 * Does not prove that AWS itself answers the same, nor that the official plugin behaves the same.
 */
import { IAM } from "@aws-sdk/client-iam";
import assert from "node:assert/strict";
import { emptyLocalAws } from "../request";
import type { Case } from "./cases/case";
import { destinationTypes } from "./cases/destinationTypes";
import { accountId, region } from "./cases/names";
import { TypesStack } from "./typesStack";

const names = destinationTypes.map(({ name }) => name);

/** The first edit of every input of every resource, all at once. */
const edited = destinationTypes.map(edit);
/** The edited ones, with what makes a new resource. */
const replaced = edited.map(({ declared }) => declared).map(replace);

function edit(declared: Case): { readonly declared: Case; readonly diff: readonly string[] } {
  let inputs = declared.inputs;
  const diff: string[] = [];
  const touched = new Set<string>();
  for (const { inputs: change, diff: told, alone } of declared.edits ?? []) {
    if (alone || Object.keys(change).some((name) => touched.has(name))) continue;
    Object.keys(change).forEach((name) => touched.add(name));
    inputs = { ...inputs, ...change };
    diff.push(...told.split(","));
  }
  return { declared: { ...declared, inputs }, diff };
}

function replace(declared: Case): Case {
  return { ...declared, inputs: { ...declared.inputs, ...declared.replacing?.inputs } };
}

/** Changes such as `+tags` and `~policy` in the way of the engine's summary: `+tags~description,policy`. */
function summaryOf(changes: readonly string[]): string {
  return ["+", "-", "~"]
    .map((sign) => {
      const changed = changes.filter((change) => change.startsWith(sign)).map((change) => change.slice(1));
      return changed.length === 0 ? "" : `${sign}${changed.sort().join(",")}`;
    })
    .join("");
}

function withoutDiff(operations: readonly string[]): readonly string[] {
  return operations.map((operation) => operation.split(" ").slice(0, 2).join(" "));
}

describe("the stand-in AWS plugin under the real engine", function () {
  this.timeout(120_000);
  let iam: IAM;
  let stack: TypesStack;

  before(async () => {
    await emptyLocalAws();
    iam = new IAM({ region, credentials: { accessKeyId: accountId, secretAccessKey: "any" } });
    await iam.createGroup({ GroupName: "types-group" });
    stack = await TypesStack.make("types", accountId);
  });

  it("makes every type, with the ids of the official plugin", async () => {
    assert.deepEqual(await stack.up(destinationTypes), names.map((name) => `+ ${name}`).sort());
    const state = await stack.state();
    for (const { name, id } of destinationTypes) {
      assert.match(state.get(name)?.id ?? "", new RegExp(`^${id}$`), name);
    }
  });

  it("shows no change in a refresh and a second preview", async () => {
    await stack.expectNoChanges(destinationTypes);
  });

  it("updates exactly what was edited", async () => {
    const expected = edited
      .filter(({ diff }) => diff.length > 0)
      .map(({ declared, diff }) => `~ ${declared.name} ${summaryOf(diff)}`);
    assert.deepEqual(await stack.up(edited.map(({ declared }) => declared)), expected.sort());
  });

  it("imports every type by what the official plugin takes", async () => {
    const state = await stack.state();
    const imported = edited.map(({ declared }) => ({
      ...declared,
      importId: declared.importedBy ?? state.get(declared.name)?.id ?? "",
    }));
    const other = await TypesStack.make("imported", accountId);
    const untold = imported.filter(({ untold: names = [], inputs }) => names.some((name) => name in inputs));
    assert.deepEqual(
      withoutDiff(await other.up(imported)),
      [...names.map((name) => `= ${name}`), ...untold.map(({ name }) => `~ ${name}`)].sort(),
    );
    const importedState = await other.state();
    for (const name of names) assert.equal(importedState.get(name)?.id, state.get(name)?.id, name);
  });

  it("reads a trail that it does not manage", async () => {
    const trail = destinationTypes.find(({ name }) => name === "trail");
    assert.ok(trail);
    const { token, id } = trail;
    const reader = await TypesStack.make("reader", accountId);
    await reader.up([{ token, name: "found", inputs: {}, readId: id }]);
    const found = (await reader.state()).get("found");
    assert.equal(found?.id, id);
    const made = (await stack.state()).get("trail")?.outputs ?? {};
    for (const output of ["arn", "name", "s3BucketName", "isMultiRegionTrail", "advancedEventSelectors"]) {
      assert.ok(made[output] !== undefined, output);
      assert.deepEqual(found.outputs[output], made[output], output);
    }
  });

  it("replaces exactly what cannot be changed in place", async () => {
    const expected = destinationTypes.flatMap(({ name, replacing }) =>
      replacing === undefined ? [] : [`+- ${name} ${replacing.diff}`],
    );
    const done = await stack.up(replaced);
    // The engine tells a replacement three times: what is made, what is deleted, and both.
    assert.deepEqual(
      done.filter((operation) => !/^(\+\+|--) /.test(operation)),
      expected.sort(),
    );
    await stack.expectNoChanges(replaced);
  });

  it("deletes every type", async () => {
    await stack.destroy();
    assert.deepEqual([...(await stack.state()).keys()], []);
  });
});
