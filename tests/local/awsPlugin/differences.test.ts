/** Which changes of inputs are told, on which paths. Does not prove what AWS can change in place. */
import assert from "node:assert/strict";
import { differences } from "../../../local/awsPlugin/differences";
import type { Properties } from "../../../local/awsPlugin/schema";
import { unknown, type Values } from "../../../local/awsPlugin/values";

const schema = {
  name: { type: "string", createOnly: true },
  text: { type: "string" },
  size: { type: "integer", default: 5 },
  chosen: { type: "string", computed: true },
  document: { type: "policyDocument" },
  kinds: { type: "stringSet" },
  tags: { type: "stringMap" },
  place: { type: "object", createOnly: true, properties: { zone: { type: "string" } } },
  rules: {
    type: "list",
    of: { type: "object", properties: { id: { type: "string" }, days: { type: "integer" } } },
  },
} as const satisfies Properties;

const told = (olds: Values, news: Values) =>
  differences(schema, olds, news).map(
    ({ path, change, replaces }) => `${change} ${path}${replaces ? " (replace)" : ""}`,
  );

describe("the differences of inputs", () => {
  const cases: readonly (readonly [string, Values, Values, readonly string[]])[] = [
    ["nothing", { text: "a" }, { text: "a" }, []],
    ["a changed value", { text: "a" }, { text: "b" }, ["update text"]],
    ["an added value", {}, { text: "b" }, ["add text"]],
    ["a removed value", { text: "a" }, {}, ["delete text"]],
    ["an empty value is none", { text: "", tags: {}, kinds: [], place: { zone: "" } }, {}, []],
    ["a default is its value", {}, { size: 5 }, []],
    ["away from the default", {}, { size: 6 }, ["update size"]],
    ["a create-only input", { name: "a" }, { name: "b" }, ["update name (replace)"]],
    [
      "a member of a create-only input",
      { place: { zone: "a" } },
      { place: { zone: "b" } },
      ["update place.zone (replace)"],
    ],
    ["a computed input that is not given", { chosen: "by AWS" }, {}, []],
    ["a computed input that is given", { chosen: "by AWS" }, { chosen: "by us" }, ["update chosen"]],
    [
      "a document in another spelling",
      { document: '{"Statement":[]}' },
      { document: '{ "Statement": [] }' },
      [],
    ],
    [
      "another document",
      { document: '{"Statement":[]}' },
      { document: '{"Statement":[{}]}' },
      ["update document"],
    ],
    ["a set in another order", { kinds: ["a", "b"] }, { kinds: ["b", "a", "a"] }, []],
    ["another set", { kinds: ["a"] }, { kinds: ["b"] }, ["update kinds"]],
    [
      "tags by key, empty ones too",
      { tags: { a: "1", b: "2", "x.y": "3" } },
      { tags: { a: "1", c: "", "x.y": "4" } },
      ["delete tags.b", "add tags.c", 'update tags["x.y"]'],
    ],
    [
      "items by index",
      { rules: [{ id: "a", days: 1 }, { id: "b" }] },
      { rules: [{ id: "a", days: 2 }] },
      ["update rules[0].days", "delete rules[1]"],
    ],
    ["an unknown value", { text: "a" }, { text: unknown }, ["update text"]],
    ["an unknown create-only value", { name: "a" }, { name: unknown }, ["update name (replace)"]],
    ["an unknown tag", { tags: { a: "1" } }, { tags: { a: unknown } }, ["update tags.a"]],
  ];
  for (const [title, olds, news, expected] of cases) {
    it(title, () => {
      assert.deepEqual(told(olds, news), expected);
    });
  }
});
