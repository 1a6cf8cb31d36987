/** The schema for editors is the one of today's settings. It does not prove that an editor shows it well. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { editorSchema } from "../../settings/editorSchema";

describe("the schema for editors", () => {
  const file = join(__dirname, "../../settings/stack.schema.json");

  it("is up to date: otherwise run npm run settings:schema", () => {
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), JSON.parse(JSON.stringify(editorSchema())));
  });

  it("knows the settings by their keys in a stack file, and no others", () => {
    const text = JSON.stringify(editorSchema());
    for (const key of ["xput:destination", "xput:audit", "xput:sources", "xput:namePrefix"])
      assert.ok(text.includes(`"${key}":`), key);
    assert.ok(!text.includes('"xput:sorces"'));
  });
});
