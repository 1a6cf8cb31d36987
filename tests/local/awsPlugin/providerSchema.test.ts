/**
 * The inputs and outputs of every type, held against the schema of the AWS provider whose code the official plugin
 * runs. The schema is kept in the repository, so that this test needs no provider.
 *
 * Does not prove which inputs the provider can change in place, which values it takes, nor what it shows as a change:
 * its schema does not tell.
 */
import assert from "node:assert/strict";
import { compareWithProvider } from "../../../local/awsPlugin/providerSchema/compare";
import { knownDifferences } from "../../../local/awsPlugin/providerSchema/knownDifferences";
import {
  type Block,
  compactBlock,
  type ProviderSchema,
} from "../../../local/awsPlugin/providerSchema/providerSchema";
import kept from "../../../local/awsPlugin/providerSchema/schema.json";
import { terraformNameOf, terraformTypes } from "../../../local/awsPlugin/providerSchema/terraformNames";
import { resourceTypes } from "../../../local/awsPlugin/resourceTypes";
import type { Properties } from "../../../local/awsPlugin/schema";

// TypeScript reads a JSON file's tuples as plain arrays.
const { resources } = kept as unknown as ProviderSchema;

function blockOf(token: string): { readonly place: string; readonly block: Block } {
  const place = terraformTypes[token] ?? "";
  const block = resources[place];
  assert.ok(block, `no provider schema is kept for ${token}`);
  return { place, block };
}

function differencesOf({ token, inputs, computed }: (typeof resourceTypes)[number]): readonly string[] {
  const { place, block } = blockOf(token);
  const isOutput = (name: string) => block.attributes[name]?.computed === true;
  const outputs = computed.filter((name) => terraformNameOf(place, name, isOutput) === undefined);
  return [
    ...compareWithProvider(inputs, block, place),
    ...outputs.map((name) => `${place}.${name}: no output of the provider`),
  ];
}

describe("the provider's schema", () => {
  it("is kept for exactly the types that are served", () => {
    assert.deepEqual(Object.keys(terraformTypes).sort(), resourceTypes.map(({ token }) => token).sort());
    assert.deepEqual(Object.keys(resources).sort(), Object.values(terraformTypes).sort());
  });

  for (const type of resourceTypes) {
    it(`says of ${type.token} what is served, but for what is listed`, () => {
      const listed = knownDifferences.map(({ says }) => says);
      assert.deepEqual(
        differencesOf(type).filter((difference) => !listed.includes(difference)),
        [],
      );
    });
  }

  it("has every listed difference, and each with a reason", () => {
    const found = resourceTypes.flatMap(differencesOf);
    for (const { says, reason } of knownDifferences) {
      assert.ok(found.includes(says), `no longer true: ${says}`);
      assert.notEqual(reason, "");
    }
  });
});

describe("the comparison with the provider's schema", () => {
  const nested = { nesting: "list", blocks: {} } as const;
  const block: Block = {
    attributes: {
      name: { type: "string", required: true },
      size: { type: "number", optional: true, computed: true },
      old: { type: "bool", optional: true, deprecated: true },
      arn: { type: "string", computed: true },
      kinds: { type: ["set", "string"], optional: true },
    },
    blocks: {
      rule: { ...nested, nesting: "set", least: 1, attributes: { id: { type: "string", required: true } } },
      place: { ...nested, most: 1, attributes: { zone: { type: "string", optional: true } } },
    },
  };
  const good = {
    name: { type: "string", required: true },
    size: { type: "integer", computed: true },
    kinds: { type: "stringSet" },
    rules: {
      type: "list",
      required: true,
      unordered: true,
      of: { type: "object", properties: { id: { type: "string", required: true } } },
    },
    place: { type: "object", properties: { zone: { type: "string" } } },
  } as const satisfies Properties;
  const compare = (change: Properties) => compareWithProvider({ ...good, ...change }, block, "aws_x");

  it("finds nothing where both say the same", () => {
    assert.deepEqual(compare({}), []);
  });

  const cases: readonly (readonly [string, Properties, readonly string[]])[] = [
    ["an input it does not have", { nmae: { type: "string" } }, ["aws_x.nmae: unknown to the provider"]],
    [
      "an output given as an input",
      { arn: { type: "string" } },
      ["aws_x.arn: not an argument", "aws_x.arn: chosen by AWS in the provider"],
    ],
    ["a deprecated one", { old: { type: "boolean" } }, ["aws_x.old: deprecated"]],
    ["another type", { kinds: { type: "stringMap" } }, ['aws_x.kinds: ["set","string"] in the provider']],
    ["one that must be given", { name: { type: "string" } }, ["aws_x.name: required in the provider"]],
    [
      "one that need not be given",
      { size: { type: "integer", computed: true, required: true } },
      ["aws_x.size: not required in the provider"],
    ],
    ["one that AWS chooses", { size: { type: "integer" } }, ["aws_x.size: chosen by AWS in the provider"]],
    [
      "a set taken for a list",
      { rules: { ...good.rules, unordered: undefined } as never },
      ["aws_x.rule: unordered in the provider"],
    ],
    ["a shorter list", { rules: { ...good.rules, most: 2 } }, ["aws_x.rule: at most any number"]],
    [
      "a member of a block",
      { place: { type: "object", properties: { zone: { type: "boolean" } } } },
      ['aws_x.place.zone: "string" in the provider'],
    ],
    [
      "a list taken for an object",
      { rules: { type: "object", required: true, properties: {} } },
      ["aws_x.rule.id: required by the provider"],
    ],
    ["a string taken for a block", { place: { type: "string" } }, ["aws_x.place: a block, not string"]],
  ];
  for (const [title, change, expected] of cases) {
    it(`finds ${title}`, () => {
      assert.deepEqual(compare(change), expected);
    });
  }

  it("finds what is required and not served", () => {
    assert.deepEqual(compareWithProvider({}, block, "aws_x"), [
      "aws_x.name: required by the provider",
      "aws_x.rule: required by the provider",
    ]);
  });
});

describe("a printed schema", () => {
  it("is kept without descriptions, ids and timeouts", () => {
    const attribute = {
      type: "string",
      optional: true,
      description: "Long.",
      description_kind: "plain",
    } as const;
    const timeouts = { nesting_mode: "single", block: { attributes: { create: attribute } } } as const;
    const rule = { nesting_mode: "list", max_items: 1, block: { attributes: { id: attribute } } } as const;
    assert.deepEqual(
      compactBlock({ attributes: { id: attribute, name: attribute }, block_types: { timeouts, rule } }),
      {
        attributes: { name: { type: "string", optional: true } },
        blocks: {
          rule: {
            nesting: "list",
            most: 1,
            attributes: { id: { type: "string", optional: true } },
            blocks: {},
          },
        },
      },
    );
  });
});

describe("Terraform's name of an input", () => {
  const known = (name: string) =>
    ["kms_key_id", "rule", "status", "statuses", "alarm_name", "name"].includes(name);
  for (const [place, pulumiName, name] of [
    ["aws_x", "kmsKeyId", "kms_key_id"],
    ["aws_x", "rules", "rule"],
    ["aws_x", "status", "status"],
    ["aws_x", "name", "name"],
    ["aws_cloudwatch_metric_alarm", "name", "alarm_name"],
    ["aws_x", "other", undefined],
  ] as const) {
    it(`is ${name ?? "none"} for ${place}.${pulumiName}`, () => {
      assert.equal(terraformNameOf(place, pulumiName, known), name);
    });
  }
});
