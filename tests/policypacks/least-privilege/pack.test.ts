/**
 * Proves: every rule file is in the table under its own name, and the metadata is what CrossGuard takes.
 * Does not prove that the engine shows it.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { crossGuardPolicy } from "../../../policypacks/least-privilege/crossGuardPolicy";
import { optionsOf } from "../../../policypacks/least-privilege/options";
import { requirements } from "../../../policypacks/least-privilege/requirements";
import { rules } from "../../../policypacks/least-privilege/rules";
import { exampleViolations } from "./exampleViolations";

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

  it("knows no requirement to which no rule refers", () => {
    const used = new Set<string>(rules.flatMap((rule) => rule.requirements));
    assert.deepEqual(
      Object.keys(requirements).filter((id) => !used.has(id)),
      [],
    );
  });

  for (const rule of rules) {
    it(`says all about ${rule.name}`, () => {
      assert.match(rule.name, /^[a-z][a-z0-9-]{0,99}$/);
      assert.notEqual(rule.name, "all");
      assert.match(rule.displayName, /^[A-Z].*[^.]$/);
      assert.match(rule.description, /^[A-Z].* must .*\.$/);
      assert.match(rule.remediationSteps, /^[A-Z].*\.$/);
      assert.match(rule.url, /^https:\/\/docs\.aws\.amazon\.com\/[^ ]+$/);
      assert.match(rule.why, /^[A-Z].*\.$/);
    });

    it(`hands all of ${rule.name} to CrossGuard, with tags and a framework of its requirements`, () => {
      const policy = crossGuardPolicy(rule);
      const { name, description, severity, url, enforcementLevel, remediationSteps } = {
        ...rule,
        enforcementLevel: rule.level,
      };
      assert.deepEqual(
        {
          name: policy.name,
          description: policy.description,
          severity: policy.severity,
          url: policy.url,
          enforcementLevel: policy.enforcementLevel,
          remediationSteps: policy.remediationSteps,
        },
        { name, description, severity, url, enforcementLevel, remediationSteps },
      );
      for (const tag of policy.tags ?? []) assert.match(tag, /^[\w.:-]+$/);
      for (const id of rule.requirements) assert.ok(policy.tags?.includes(id));
      const { framework } = policy;
      assert.ok(rule.requirements[0].endsWith(`:${String(framework?.reference)}`));
      for (const text of Object.values(framework ?? {})) assert.notEqual(text, "");
      assert.deepEqual(Object.keys(policy.configSchema?.properties ?? {}), Object.keys(optionsOf(rule)));
    });

    it(`accepts the compliant example of ${rule.name} and refuses the violating one`, () => {
      assert.deepEqual(exampleViolations(rule, rule.example.compliant), []);
      assert.notDeepEqual(exampleViolations(rule, rule.example.violating), []);
    });
  }
});
