/**
 * Proves: every type and property that the pack reads exists in @pulumi/aws, and no property there that may hold a policy is
 * forgotten. What is a policy is told by the property's name or type, so that one of another name would go unseen.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { documentPlaces, notJudged } from "../../../policypacks/least-privilege/documentPlaces";
import { singleSettings } from "../../../policypacks/least-privilege/singleSettings";
import { rules } from "../../../policypacks/least-privilege/rules";

const provider = dirname(require.resolve("@pulumi/aws/package.json"));

/** Names of properties by which a policy document may be meant. */
const soundsLikePolicy =
  /^(policy|accessPolicy|accessPolicies|assumeRolePolicy|inlinePolicy|resourcePolicy|repositoryPolicy|lifecyclePolicy|sessionPolicy|deliveryDestinationPolicy|basePolicyDocument|policyText|browserPolicy|userContextPolicy)$|policyDocument$/i;

/** Arguments of a resource type by name, each with the text of its type. */
function argumentsOf(file: string): ReadonlyMap<string, string> {
  const [, body = ""] = /export interface \w+Args \{(.*?)\n\}/s.exec(readFileSync(file, "utf8")) ?? [];
  return new Map(
    [...body.matchAll(/^ {4}(\w+)\??: ([^;]+);/gm)].map(([, name, type]) => [String(name), String(type)]),
  );
}

/** Every resource type of @pulumi/aws with its arguments. */
function resourceTypes(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const modules = readdirSync(provider, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = modules.flatMap(({ name }) =>
    readdirSync(join(provider, name))
      .filter(
        (file) => file.endsWith(".js") && existsSync(join(provider, name, file.replace(/\.js$/, ".d.ts"))),
      )
      .map((file) => join(provider, name, file)),
  );
  return new Map(
    files.flatMap((file) => {
      const type = /__pulumiType = '([^']+)'/.exec(readFileSync(file, "utf8"))?.[1];
      return type === undefined ? [] : [[type, argumentsOf(file.replace(/\.js$/, ".d.ts"))] as const];
    }),
  );
}

/** Type tokens that stand in the pack's sources. */
function tokensInSources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .flatMap(({ parentPath, name }) =>
      [...readFileSync(join(parentPath, name), "utf8").matchAll(/"(aws:[\w]+\/\w+:\w+)"/g)].map(([, token]) =>
        String(token),
      ),
    );
}

describe("the types that the pack reads", function () {
  this.timeout(60_000);
  let known: ReadonlyMap<string, ReadonlyMap<string, string>>;
  before(() => (known = resourceTypes()));

  it("are all found in @pulumi/aws", () => {
    assert.ok(known.size > 1_000, `${known.size} types`);
    const sources = join(__dirname, "../../../policypacks/least-privilege");
    const tokens = [
      ...new Set([
        ...tokensInSources(sources),
        ...rules.flatMap((rule) => (rule.judges === "resource" ? rule.types : [])),
      ]),
    ];
    assert.ok(tokens.length > 100);
    assert.deepEqual(
      tokens.filter((token) => !known.has(token)),
      [],
    );
  });

  it("hold policies in properties that exist", () => {
    const all = [
      ...documentPlaces.map(({ type, steps }) => [type, steps[0] ?? ""] as const),
      ...notJudged.map(([type, property]) => [type, property] as const),
    ];
    assert.deepEqual(
      all.filter(([type, property]) => known.get(type)?.has(property) !== true),
      [],
    );
  });

  it("set what AWS keeps once in properties that exist", () => {
    const beside = singleSettings.flatMap(({ whole, parts = [] }) => [...whole, ...parts]);
    assert.deepEqual(
      beside.filter(([type, property]) => known.get(type)?.has(property) !== true),
      [],
    );
    // Of the two types of a bucket, one has the list of what the other one has once.
    const inline = singleSettings.flatMap(
      ({ inline: { types, properties } = { types: [], properties: [] } }) =>
        properties.map((property) => [types, property] as const),
    );
    assert.deepEqual(
      inline.filter(([types, property]) => !types.some((type) => known.get(type)?.has(property) === true)),
      [],
    );
  });

  it("forget no property that may hold a policy", () => {
    const listed = new Set([
      ...documentPlaces.map(({ type, steps }) => `${type} ${steps[0] ?? ""}`),
      ...notJudged.map(([type, property]) => `${type} ${property}`),
    ]);
    const found = [...known].flatMap(([type, properties]) =>
      [...properties]
        .filter(([name, text]) => soundsLikePolicy.test(name) || text.includes("PolicyDocument"))
        .filter(([, text]) => text.includes("string"))
        .map(([name]) => `${type} ${name}`),
    );
    assert.ok(found.length > 80);
    assert.deepEqual(
      found.filter((one) => !listed.has(one)),
      [],
    );
  });

  it("do not list a property twice", () => {
    const all = [
      ...documentPlaces.map(({ type, steps }) => `${type} ${steps.join(".")}`),
      ...notJudged.map(([type, property]) => `${type} ${property}`),
    ];
    assert.equal(new Set(all).size, all.length);
  });
});
