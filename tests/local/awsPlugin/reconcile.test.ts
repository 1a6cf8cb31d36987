/** How what AWS tells becomes inputs. Does not prove what AWS tells: see the engine suite. */
import assert from "node:assert/strict";
import { reconcile } from "../../../local/awsPlugin/reconcile";
import type { Properties } from "../../../local/awsPlugin/schema";

const schema = {
  name: { type: "string" },
  text: { type: "string" },
  size: { type: "integer", default: 5 },
  chosen: { type: "string", computed: true },
  document: { type: "policyDocument" },
  tags: { type: "stringMap" },
  rules: {
    type: "list",
    of: {
      type: "object",
      properties: { id: { type: "string" }, days: { type: "integer" }, kinds: { type: "stringSet" } },
    },
  },
} as const satisfies Properties;

describe("the inputs after a refresh", () => {
  it("keep the program's spelling of a document that means the same", () => {
    const document = '{"Version":"2012-10-17","Statement":[]}';
    const live = '{ "Statement": [], "Version": "2012-10-17" }';
    assert.deepEqual(reconcile(schema, { document }, { document: live }), { document });
  });

  it("take a document that means something else, as it is", () => {
    const live = '{"Statement":[{"Effect":"Allow"}]}';
    assert.deepEqual(reconcile(schema, { document: '{"Statement":[]}' }, { document: live }), {
      document: live,
    });
  });

  it("keep what AWS does not tell, also inside of an item", () => {
    const known = { name: "n", rules: [{ id: "a", days: 1, kinds: ["x"] }] };
    const told = { name: undefined, rules: [{ id: "a", days: 2, kinds: undefined }] };
    assert.deepEqual(reconcile(schema, known, told), {
      name: "n",
      rules: [{ id: "a", days: 2, kinds: ["x"] }],
    });
  });

  it("lose what AWS says is not there", () => {
    assert.deepEqual(reconcile(schema, { text: "t", tags: { a: "1" } }, { text: null, tags: null }), {});
  });

  it("keep an empty value and a default that AWS tells as none", () => {
    const known = { text: "", tags: {}, size: 5 };
    assert.deepEqual(reconcile(schema, known, { text: null, tags: null, size: null }), known);
  });

  it("gain what somebody added, but neither defaults nor what AWS chose", () => {
    const told = { text: "by hand", size: 5, chosen: "by AWS", tags: { by: "hand" } };
    assert.deepEqual(reconcile(schema, {}, told), { text: "by hand", tags: { by: "hand" } });
  });

  it("show a value that differs from the default", () => {
    assert.deepEqual(reconcile(schema, { size: 5 }, { size: 6 }), { size: 6 });
  });
});

describe("the inputs after an import", () => {
  it("are all that AWS tells but defaults and empty values", () => {
    const told = {
      name: "n",
      text: null,
      size: 5,
      chosen: "by AWS",
      tags: {},
      rules: [{ id: "a", days: null }],
    };
    assert.deepEqual(reconcile(schema, undefined, told), {
      name: "n",
      chosen: "by AWS",
      rules: [{ id: "a" }],
    });
  });
});
