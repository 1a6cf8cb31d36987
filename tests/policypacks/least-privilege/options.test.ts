/**
 * Proves: how waivers and the options of every rule work, that the example configurations name rules, options and levels
 * that exist, and that an option which does not exist is told. That the engine takes them is tests/engine/packConfig.test.ts.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { crossGuardPolicy } from "../../../policypacks/least-privilege/crossGuardPolicy";
import { configSchema, optionsOf } from "../../../policypacks/least-privilege/options";
import { rules } from "../../../policypacks/least-privilege/rules";
import { type Config, resourceArgs, stackViolations, unknownText, violations } from "./crossGuard";
import { configFolder, exampleConfig, levelOf, optionsIn } from "./packConfig";

const named = (name: string) => rules.find((rule) => rule.name === name) ?? assert.fail(name);
const keyRotates = named("key-rotates");
const versioned = named("bucket-is-versioned");
const key = { type: "aws:kms/key:Key", name: "key", props: {} };
const bucket = { type: "aws:s3/bucket:Bucket", name: "drop", props: { bucket: "acme-drop" } };
const waiver = (until: string, resource = "key"): Config => ({
  waivers: [{ resource, reason: "replaced in May", until }],
});

describe("a waiver", () => {
  it("accepts a finding until its last day, by name or URN", () => {
    assert.deepEqual(violations(keyRotates, key, waiver("2026-06-15")), []);
    const urn = "urn:pulumi:dev::test::aws:kms/key:Key::key";
    assert.deepEqual(violations(keyRotates, key, waiver("2027-01-01", urn)), []);
    assert.deepEqual(stackViolations(versioned, [bucket], waiver("2027-01-01", "drop")), []);
  });

  it("that has run out leaves the finding, and says so", () => {
    const [message, ...more] = violations(keyRotates, key, waiver("2026-06-14"));
    assert.match(message ?? "", /must be true: .*; the waiver \(replaced in May\) ended on 2026-06-14\.$/);
    assert.deepEqual(more, []);
    const [[, onStack] = []] = stackViolations(versioned, [bucket], waiver("2026-06-14", "drop"));
    assert.match(
      onStack ?? "",
      /must keep versions: .*; the waiver \(replaced in May\) ended on 2026-06-14\.$/,
    );
  });

  it("is for its own resource only", () => {
    assert.equal(violations(keyRotates, key, waiver("2027-01-01", "other")).length, 1);
    assert.equal(violations(keyRotates, { ...key, name: "key2" }, waiver("2027-01-01")).length, 1);
  });

  it("that nothing needs is told, at no more than advisory", () => {
    const unused = [["advisory", "key: the waiver (replaced in May) is not needed: remove it."]];
    const rotating = { ...key, props: { enableKeyRotation: true } };
    assert.deepEqual(stackViolations(keyRotates, [rotating], waiver("2027-01-01")), unused);
    assert.deepEqual(stackViolations(keyRotates, [key], waiver("2027-01-01")), []);
  });
});

describe("what is not known", () => {
  const given = { ...key, props: { enableKeyRotation: unknownText } };

  it("is a finding, unless the configuration allows it", () => {
    assert.match(violations(keyRotates, given).join("\n"), /enableKeyRotation must be known at preview/);
    assert.deepEqual(violations(keyRotates, given, { unknown: "allow" }), []);
    assert.equal(violations(keyRotates, key, { unknown: "allow" }).length, 1);
  });

  it("of a document is the same for every rule that reads it", () => {
    for (const rule of rules.filter(({ judges }) => judges === "documents")) {
      const policy = { type: "aws:s3/bucketPolicy:BucketPolicy", props: { policy: unknownText } };
      assert.deepEqual(violations(rule, policy, { unknown: "allow" }), []);
    }
  });
});

describe("the configuration of a rule", () => {
  it("has a schema with a default for each option", () => {
    for (const rule of rules) {
      const { properties } = configSchema(rule);
      assert.deepEqual(Object.keys(properties), Object.keys(optionsOf(rule)));
      for (const schema of Object.values(properties)) {
        assert.notEqual(schema.default, undefined);
        assert.notEqual(schema.description, undefined);
      }
      assert.equal(Object.hasOwn(properties, "enforcementLevel"), false);
    }
  });

  it("is all that has a rule on resources asked about the stack, which takes all of it apart once more", () => {
    const asked = (config: Config) => {
      const policy = crossGuardPolicy(keyRotates);
      if (!("validateResource" in policy) || typeof policy.validateResource !== "function")
        return assert.fail();
      void policy.validateResource(resourceArgs(bucket, config), () => undefined);
      return "validateStack" in policy;
    };
    assert.equal(asked({}), false);
    assert.equal(asked({ unknown: "allow" }), false);
    assert.equal(asked(waiver("2027-01-01")), true);
    assert.equal(asked({ ownAccount: [] }), true);
  });

  it("is told where it names an option that the rule does not have", () => {
    assert.deepEqual(stackViolations(keyRotates, [bucket], { ownAccount: ["111111111111"] }), [
      ["nobody", "ownAccount is no option of this rule: see docs/rules.md for those that it has."],
    ]);
    assert.deepEqual(stackViolations(keyRotates, [bucket], { unknown: "report" }), []);
  });

  for (const file of readdirSync(configFolder)) {
    it(`of ${file} names rules, levels and options that exist`, () => {
      const config = exampleConfig(file.replace(/\.json$/, ""));
      for (const name of Object.keys(config)) {
        const rule = named(name);
        assert.match(levelOf(rule, config), /^(advisory|mandatory|remediate|disabled)$/);
        for (const option of Object.keys(optionsIn(rule, config))) {
          assert.ok(Object.hasOwn(optionsOf(rule), option), `${name}: ${option}`);
        }
      }
    });
  }

  it("of fsbp-and-cis.json switches on what FSBP or CIS asks for and is off, and nothing else", () => {
    assert.deepEqual(
      Object.keys(exampleConfig("fsbp-and-cis")),
      rules
        .filter(({ level, requirements: [closest] }) => level === "disabled" && !closest.startsWith("NIST"))
        .map(({ name }) => name)
        .sort(),
    );
  });
});
