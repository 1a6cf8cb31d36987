/** Proves: docs/rules.md says what the rules say. That its examples hold is pack.test.ts. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { rules } from "../../../policypacks/least-privilege/rules";
import { rulesPage } from "../../../policypacks/least-privilege/rulesPage";

const path = join(__dirname, "../../../docs/rules.md");

describe("docs/rules.md", () => {
  it("is up to date: npm run docs:rules writes it", async () => {
    const written = await format(rulesPage(rules), { parser: "markdown", printWidth: 110 });
    assert.equal(readFileSync(path, "utf8"), written);
  });

  it("has a section for every rule, with both examples", () => {
    const page = rulesPage(rules);
    for (const { name } of rules) assert.match(page, new RegExp(`^## ${name}$`, "m"));
    assert.equal(page.match(/^Accepted:$/gm)?.length, rules.length);
    assert.equal(page.match(/^Refused:$/gm)?.length, rules.length);
  });
});
