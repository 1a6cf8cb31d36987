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
  period: { type: "integer", values: [1, 7] },
  threshold: { type: "number" },
  key: { type: "nameOrArn" },
  either: {
    type: "object",
    exclusive: ["days", "years"],
    properties: { days: { type: "integer" }, years: { type: "integer" } },
  },
  fields: { type: "list", least: 1, of: { type: "string" } },
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
  period: 7,
  threshold: 1.5,
  key: "k",
  either: { days: 1 },
  fields: ["a"],
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
      /does not take the input "nmae".*it takes: days, document, either, fields, flag, key, kinds, name, /,
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
    ["a number that is not listed", { period: 2 }, "period", /to be one of: 1, 7/],
    ["a text for a number", { threshold: "1" }, "threshold", /to be a number/],
    ["a number for a name", { key: 1 }, "key", /to be a string/],
    ["a shorter list", { fields: [] }, "fields", /at least 1/],
    [
      "two that exclude each other",
      { either: { days: 1, years: 1 } },
      "either.days",
      /takes only one of: "either.days", "either.years"/,
    ],
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

  it("refuses two inputs that exclude each other, and takes one of them", () => {
    const exclusive = (news: Record<string, Value>) =>
      checkInputs("aws:x:X", schema, { name: "x", ...news }, ["status", "flag"]).failures;
    assert.deepEqual(exclusive({ status: "On", flag: null }), []);
    assert.deepEqual(exclusive({ status: "On", flag: true }), [
      { property: "status", reason: 'aws:x:X takes only one of: "status", "flag"' },
    ]);
  });

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
