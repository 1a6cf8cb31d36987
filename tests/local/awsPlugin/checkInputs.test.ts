/**
 * What the check of inputs takes and refuses, on one schema with every kind of value.
 *
 * Does not prove that the schemas of the resource types are right: see resourceTypes.test.ts.
 */
import assert from "node:assert/strict";
import { checkInputs } from "../../../local/awsPlugin/checkInputs";
import type { Properties } from "../../../local/awsPlugin/schema";
import { unknown, type Value } from "../../../local/awsPlugin/values";

const schema = {
  name: { type: "string", required: true, pattern: "[a-z]+" },
  status: { type: "string", values: ["On", "Off"] },
  document: { type: "policyDocument" },
  flag: { type: "boolean", default: false },
  days: { type: "integer", least: 1, most: 9 },
  kinds: { type: "stringSet", values: ["a", "b"] },
  tags: { type: "stringMap" },
  rules: {
    type: "list",
    most: 1,
    of: { type: "object", properties: { id: { type: "string", required: true } } },
  },
  rule: { type: "object", properties: { id: { type: "string" } } },
} as const satisfies Properties;

const good = {
  name: "x",
  status: "On",
  document: '{"Statement":[]}',
  flag: true,
  days: 9,
  kinds: ["b"],
  tags: { k: "v" },
  rules: [{ id: "r" }],
  rule: {},
};
const check = (change: Record<string, Value>) => checkInputs("aws:x:X", schema, { ...good, ...change });

describe("the check of inputs", () => {
  it("takes what the schema admits, as it is", () => {
    assert.deepEqual(check({}), { inputs: good, failures: [] });
  });

  it("fills in defaults and leaves out what is null", () => {
    const { inputs, failures } = checkInputs("aws:x:X", schema, { name: "x", days: null });
    assert.deepEqual({ inputs, failures }, { inputs: { name: "x", flag: false }, failures: [] });
  });

  const refused: readonly (readonly [string, Record<string, Value>, string, RegExp])[] = [
    [
      "an input it does not know",
      { nmae: "x" },
      "nmae",
      /does not take the input "nmae".*it takes: days, document, flag, kinds, name, /,
    ],
    [
      "a member it does not know",
      { rule: { idd: "x" } },
      "rule.idd",
      /does not take the input "rule.idd".*it takes: id$/,
    ],
    ["a member of a list's item", { rules: [{ id: "r", x: 1 }] }, "rules[0].x", /does not take/],
    ["a missing member", { rules: [{}] }, "rules[0].id", /needs the input "rules\[0\].id"/],
    [
      "a missing name",
      { name: null },
      "name",
      /needs the input "name": this stand-in does not make up names/,
    ],
    ["a string for a boolean", { flag: "true" }, "flag", /to be true or false/],
    ["a boolean for a string", { name: true }, "name", /to be a string/],
    ["a string of another form", { name: "X" }, "name", /to be a string that matches \[a-z\]\+/],
    ["a string that is not listed", { status: "on" }, "status", /to be one of: On, Off/],
    ["a fraction", { days: 1.5 }, "days", /to be a whole number from 1 up to 9/],
    ["a number below the least", { days: 0 }, "days", /whole number/],
    ["a number above the most", { days: 10 }, "days", /whole number/],
    ["a text that is no policy", { document: "{}" }, "document", /it has no Statement/],
    ["an object for a policy", { document: {} }, "document", /the JSON text of a policy/],
    ["a string for a list of strings", { kinds: "a" }, "kinds", /a list of strings/],
    ["a list with another string", { kinds: ["a", "c"] }, "kinds", /one of: a, b/],
    ["a map with a number", { tags: { k: 1 } }, "tags", /a map of strings/],
    ["an object for a list", { rules: {} }, "rules", /to be a list/],
    ["a longer list", { rules: [{ id: "a" }, { id: "b" }] }, "rules", /at most 1/],
    ["a list for an object", { rule: [] }, "rule", /to be an object/],
  ];
  for (const [title, change, property, reason] of refused) {
    it(`refuses ${title}, naming the type and the input`, () => {
      const { failures } = check(change);
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", reason);
      assert.match(failures[0]?.reason ?? "", /^aws:x:X /);
    });
  }

  it("tells every failure at once", () => {
    assert.equal(check({ days: 0, flag: 1, extra: "x" }).failures.length, 3);
  });

  it("never repeats a value, since it may be secret", () => {
    const { failures } = check({ name: "S3CR3T", document: "S3CR3T", status: "S3CR3T", days: "S3CR3T" });
    assert.equal(failures.length, 4);
    assert.doesNotMatch(JSON.stringify(failures), /S3CR3T/);
  });

  it("takes an unknown wherever a value may stand, and only there", () => {
    const everywhere = Object.fromEntries(Object.keys(schema).map((name) => [name, unknown]));
    assert.deepEqual(check(everywhere), { inputs: everywhere, failures: [] });
    assert.deepEqual(
      check({ kinds: [unknown], tags: { k: unknown }, rules: [{ id: unknown }] }).failures,
      [],
    );
    assert.equal(check({ extra: unknown }).failures.length, 1);
  });
});
