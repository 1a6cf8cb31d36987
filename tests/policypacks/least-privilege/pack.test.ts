/**
 * Proves: every rule file is in the table under its own name, and the metadata is what CrossGuard takes.
 * Does not prove that the engine shows it.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { crossGuardPolicy } from "../../../policypacks/least-privilege/crossGuardPolicy";
import { rules } from "../../../policypacks/least-privilege/rules";

const pack = join(__dirname, "../../../policypacks/least-privilege");

describe("the least-privilege pack", () => {
  it("enforces every rule file, under its own name", () => {
    const files = readdirSync(join(pack, "rules"))
      .filter((file) => file !== "index.ts")
      .map((file) => file.replace(/\.ts$/, ""));
    assert.deepEqual(rules.map(({ name }) => name).sort(), files.sort());
  });

  it("has a test for every rule", () => {
    const tests = readdirSync(join(__dirname, "rules")).map((file) => file.replace(/\.test\.ts$/, ""));
    assert.deepEqual(rules.map(({ name }) => name).sort(), tests.sort());
  });

  for (const rule of rules) {
    it(`says all about ${rule.name}`, () => {
      assert.match(rule.name, /^[a-z][a-z0-9-]{0,99}$/);
      assert.notEqual(rule.name, "all");
      assert.match(rule.displayName, /^[A-Z].*[^.]$/);
      assert.match(rule.description, /^[A-Z].* must .*\.$/);
      assert.match(rule.remediationSteps, /^[A-Z].*\.$/);
      assert.match(rule.url, /^https:\/\/docs\.aws\.amazon\.com\/[^ ]+$/);
      assert.ok(rule.tags.length > 0);
      for (const tag of rule.tags) assert.match(tag, /^[\w.:-]+$/);
      for (const text of Object.values(rule.framework ?? {})) assert.notEqual(text, "");
    });

    it(`hands the metadata of ${rule.name} to CrossGuard, and no level of its own`, () => {
      const { name, description, severity, tags, url, enforcementLevel } = crossGuardPolicy(rule);
      assert.deepEqual(
        { name, description, severity, tags, url },
        {
          name: rule.name,
          description: rule.description,
          severity: rule.severity,
          tags: rule.tags,
          url: rule.url,
        },
      );
      assert.equal(enforcementLevel, undefined);
    });
  }
});
