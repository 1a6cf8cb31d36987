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
  target: {
    type: "object",
    properties: { bucket: { type: "string", createOnly: true }, prefix: { type: "string" } },
  },
  key: { type: "nameOrArn" },
  prefix: { type: "string", required: true },
  fields: { type: "list", unordered: true, of: { type: "object", properties: { id: { type: "string" } } } },
  rules: {
    type: "list",
    of: { type: "object", properties: { id: { type: "string" }, days: { type: "integer" } } },
  },
} as const satisfies Properties;

const told = (olds: Values, news: Values) =>
  differences(schema, { prefix: "p", ...olds }, { prefix: "p", ...news }).map(
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
    [
      "a member that AWS cannot change, and one that it can",
      { target: { bucket: "a", prefix: "b" } },
      { target: { bucket: "c", prefix: "d" } },
      ["update target.bucket (replace)", "update target.prefix"],
    ],
    ["an ARN beside its last part", { key: "arn:aws:kms:r:1:key/k" }, { key: "k" }, []],
    ["a topic's ARN beside its name", { key: "t" }, { key: "arn:aws:sns:r:1:t" }, []],
    ["another ARN", { key: "arn:aws:kms:r:1:key/k" }, { key: "arn:aws:kms:r:1:key/l" }, ["update key"]],
    ["a name with a slash beside its end", { key: "alias/k" }, { key: "k" }, ["update key"]],
    ["an empty value of what must be given", { prefix: "p" }, { prefix: "" }, ["update prefix"]],
    [
      "unordered items in another order",
      { fields: [{ id: "a" }, { id: "b" }] },
      { fields: [{ id: "b" }, { id: "a" }] },
      [],
    ],
    [
      "one of unordered items",
      { fields: [{ id: "a" }, { id: "b" }] },
      { fields: [{ id: "b" }, { id: "c" }] },
      ["update fields[1].id"],
    ],
    [
      "one more and one less of unordered items",
      { fields: [{ id: "a" }, { id: "b" }] },
      { fields: [{ id: "b" }] },
      ["delete fields[1]"],
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
