/**
 * The table of resource types, held against the files on disk and against the typings of `@pulumi/aws`: a name, a
 * kind of value or a required input that the official plugin sees otherwise cannot pass.
 *
 * Does not prove what values the official plugin takes, nor which inputs it can change in place.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { providerInputs } from "../../../local/awsPlugin/providerConfig";
import { splitId } from "../../../local/awsPlugin/resources/splitId";
import { resourceTypeOf, resourceTypes } from "../../../local/awsPlugin/resourceTypes";
import type { Properties, Schema } from "../../../local/awsPlugin/schema";
import { type Member, OfficialTypes } from "./officialTypes";

const official = new OfficialTypes();

/** Every way in which a schema says something that the official typings do not. */
function contradictions(schema: Properties, members: ReadonlyMap<string, Member>, parent = ""): string[] {
  const own = Object.entries(schema).flatMap(([name, property]) => {
    const member = members.get(name);
    return member === undefined
      ? [`${parent}${name}: unknown to the official plugin`]
      : contradictionsOf(property, member, `${parent}${name}`);
  });
  const missing = [...members]
    .filter(([name, { isRequired }]) => isRequired && !schema[name]?.required)
    .map(([name]) => `${parent}${name}: required by the official plugin`);
  return [...own, ...missing];
}

function contradictionsOf(schema: Schema, member: Pick<Member, "kinds">, at: string): string[] {
  const fits = (kind: string) =>
    member.kinds.includes(kind) ? [] : [`${at}: ${member.kinds.join("|")}, not ${kind}`];
  switch (schema.type) {
    case "string":
    case "nameOrArn":
    case "policyDocument":
      return fits("string");
    case "boolean":
      return fits("boolean");
    case "integer":
    case "number":
      return fits("number");
    case "stringSet":
      return fits("string[]");
    case "stringMap":
      return fits("map");
    case "list": {
      const items = member.kinds.filter((kind) => kind.endsWith("[]")).map((kind) => kind.slice(0, -2));
      return items.length === 0
        ? [`${at}: no list`]
        : contradictionsOf(schema.of, { kinds: items }, `${at}[]`);
    }
    case "object": {
      const name = member.kinds.find((kind) => kind.startsWith("inputs."));
      if (name === undefined) return [`${at}: no object`];
      return contradictions(schema.properties, official.membersOfInput(name), `${at}.`);
    }
  }
}

describe("the table of resource types", () => {
  const folder = path.resolve(__dirname, "../../../local/awsPlugin/resources");

  it("has one line for every file that defines a type", () => {
    const files = readdirSync(folder).map((file) => path.basename(file, ".ts"));
    const parts = [
      "attachedPolicy",
      "differs",
      "emptyBucket",
      "lifecycleRule",
      "replicationRule",
      "splitId",
      "tags",
      "trailSelectors",
    ];
    const defined = files.filter((file) => !parts.includes(file)).sort();
    const listed = resourceTypes.map(({ token }) => token.split(/[/:]/)[2] ?? "").sort();
    assert.deepEqual(defined, listed);
  });

  it("finds a type by its token, and names all types where there is none", () => {
    assert.equal(resourceTypeOf("aws:iam/role:Role").title, "IAM Role");
    assert.throws(
      () => resourceTypeOf("aws:iam/group:Group"),
      /does not serve aws:iam\/group:Group; it serves: aws:/,
    );
  });

  for (const type of resourceTypes) {
    const { token, inputs, identity, computed } = type;
    describe(token, () => {
      it("takes only inputs that the official plugin takes, of the same kind", () => {
        assert.deepEqual(contradictions(inputs, official.membersOfArgs(token)), []);
      });

      it("gives only outputs that the official plugin gives", () => {
        const outputs = official.outputsOf(token);
        assert.deepEqual(
          [...Object.keys(inputs), ...computed].filter((name) => !outputs.has(name)),
          [],
        );
      });

      it("is named by required create-only inputs, and has an update where others are", () => {
        for (const name of identity) {
          assert.ok(inputs[name]?.required && inputs[name].createOnly, name);
        }
        const isChangeable = Object.values(inputs).some(({ createOnly }) => !createOnly);
        assert.equal("update" in type, isChangeable);
      });
    });
  }

  it("is held against typings that are really read", () => {
    const wrong: Properties = {
      name: { type: "boolean" },
      nmae: { type: "string" },
      tags: { type: "stringSet" },
    };
    assert.deepEqual(contradictions(wrong, official.membersOfArgs("aws:iam/role:Role")), [
      "name: string, not boolean",
      "nmae: unknown to the official plugin",
      "tags: map, not string[]",
      "assumeRolePolicy: required by the official plugin",
    ]);
    const nested: Properties = {
      bucket: { type: "string", required: true },
      rules: {
        type: "list",
        required: true,
        of: { type: "object", properties: { idd: { type: "string" } } },
      },
    };
    const args = official.membersOfArgs("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
    assert.deepEqual(contradictions(nested, args), [
      "rules[].idd: unknown to the official plugin",
      "rules[].id: required by the official plugin",
      "rules[].status: required by the official plugin",
    ]);
  });
});

describe("the provider", () => {
  it("takes only inputs that the official plugin takes, of the same kind", () => {
    assert.deepEqual(contradictions(providerInputs, official.membersOfProvider()), []);
  });
});

describe("an id of two parts", () => {
  it("is split at the first separator", () => {
    assert.deepEqual(splitId("role:put:more", ":", "f"), ["role", "put:more"]);
    assert.deepEqual(splitId("r/arn:aws:iam::1:policy/a/b", "/", "f"), ["r", "arn:aws:iam::1:policy/a/b"]);
  });
  for (const id of ["role", ":put", "role:"]) {
    it(`is refused as ${id}`, () => {
      assert.throws(() => splitId(id, ":", "a:b"), {
        message: `unexpected format of ID (${id}), expected a:b`,
      });
    });
  }
});
