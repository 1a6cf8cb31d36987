/**
 * Proves: what is unknown at preview, unreadable or odd is a finding of each rule that must read it, and nothing
 * throws. The level of such a finding is the rule's own, since it goes through the same call as any other;
 * the engine's tests show the level itself.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { documentPlaces } from "../../../policypacks/least-privilege/documentPlaces";
import { rules } from "../../../policypacks/least-privilege/rules";
import { plainProperties, unknown, unknownPath } from "../../../policypacks/least-privilege/value";
import { policy, unknownCheckingProxy, unknownText, violations } from "./crossGuard";

/** The props that hold a value at the steps of a place. */
function holding(steps: readonly string[], value: unknown): Record<string, unknown> {
  const held = steps.reduceRight((inner, step) => (step === "*" ? [inner] : { [step]: inner }), value);
  return held as Record<string, unknown>;
}

const documentRules = rules.filter((rule) => rule.judges === "documents");

describe("unknown values", () => {
  it("are recognised by every stand-in that CrossGuard has", () => {
    const proxy = readFileSync(require.resolve("@pulumi/policy/proxy.js"), "utf8");
    const standIns = [...proxy.matchAll(/^exports\.unknown\w+Value = "([0-9a-f-]{36})"/gm)].map(([, id]) =>
      String(id),
    );
    assert.equal(standIns.length, 7);
    for (const standIn of standIns) {
      const plain = plainProperties(unknownCheckingProxy({ a: standIn, b: [`x${standIn}y`] }));
      assert.deepEqual(plain, { a: unknown, b: [unknown] });
    }
  });

  it("have a path inside objects and lists", () => {
    assert.equal(unknownPath({ a: [{ b: 1 }, { c: unknown }] }), ".a[1].c");
    assert.equal(unknownPath({ a: [{ b: 1 }] }), undefined);
  });

  for (const { type, steps, subject } of documentPlaces) {
    const judging = documentRules.filter((rule) => rule.subjects.includes(subject));
    const inObject = { Version: "2012-10-17", Statement: [{ Sid: "S", Resource: unknownText }] };
    const embedded = policy({ Sid: "S", Resource: `arn:aws:s3:::${unknownText}/*` });

    for (const rule of judging) {
      for (const [what, document] of [
        ["unknown", unknownText],
        ["text with an unknown inside", embedded],
        ["object with an unknown inside", inObject],
      ] as const) {
        it(`${rule.name} reports the ${what} at ${steps.join(".")} of ${type}`, () => {
          const [message, ...more] = violations(rule, { type, props: holding(steps, document) });
          const path = steps.join(".").replace(".*", "[0]");
          assert.ok(message?.startsWith(`r (${type}): ${path}`), message);
          assert.match(message ?? "", /must be known at preview.*fix names in settings/);
          assert.deepEqual(more, []);
        });
      }

      it(`${rule.name} reports what cannot be read at ${steps.join(".")} of ${type}`, () => {
        const [message] = violations(rule, {
          type,
          props: holding(steps, '{"Statement": [{"Effect": "allow"}]}'),
        });
        assert.match(message ?? "", /Statement\[0\].* must be readable as a policy document: /);
      });
    }
  }

  it("of a whole list of inline policies are reported too", () => {
    for (const rule of documentRules.filter(({ subjects }) => subjects.includes("identity"))) {
      const props = { inlinePolicies: unknownText };
      assert.match(
        violations(rule, { type: "aws:iam/role:Role", props }).join("\n"),
        /inlinePolicies must be known/,
      );
    }
  });
});

describe("a secret that nobody could decrypt", () => {
  it("is not known, and a finding of each rule that must read it", () => {
    const type = "aws:s3/bucketPolicy:BucketPolicy";
    for (const rule of documentRules.filter(({ subjects }) => subjects.includes("bucket"))) {
      assert.match(violations(rule, { type, props: { policy: "[secret]" } }).join("\n"), /must be known/);
    }
  });
});

describe("bad input", () => {
  const type = "aws:s3/bucketPolicy:BucketPolicy";
  const bad: readonly unknown[] = ["", "{", 7, true, [], [[]], {}, { Statement: 1 }, "null", "é\n\u0000"];

  for (const document of bad) {
    it(`of ${JSON.stringify(document)} as a policy is a finding of each rule and throws nothing`, () => {
      for (const rule of documentRules.filter(({ subjects }) => subjects.includes("bucket"))) {
        assert.match(violations(rule, { type, props: { policy: document } }).join("\n"), /must be readable/);
      }
    });
  }

  it("of any kind in any property throws nothing", function () {
    this.timeout(120_000);
    const types = new Set([
      ...documentPlaces.map((place) => place.type),
      ...rules.flatMap((rule) => (rule.judges === "resource" ? rule.types : [])),
    ]);
    const properties = [
      "policy",
      "details",
      "rules",
      "inlinePolicies",
      "assumeRolePolicy",
      "bucket",
      "blockPublicAcls",
      "serverSideEncryptionConfiguration",
      "serverSideEncryptionConfigurations",
      "publicAccessBlockConfiguration",
    ];
    for (const value of [
      null,
      undefined,
      0,
      "",
      unknownText,
      [],
      [unknownText],
      [null],
      {},
      { rule: null },
    ]) {
      const props = Object.fromEntries(properties.map((property) => [property, value]));
      const provider = { allowedAccountIds: value, assumeRoles: value };
      for (const type of types) for (const rule of rules) violations(rule, { type, props, provider });
    }
  });

  it("is never shown whole or over several lines", () => {
    const secret = `hunter2-${"x".repeat(2_000)}`;
    const documents = [
      secret,
      `{"${secret}": 1}`,
      policy({ Sid: secret, Effect: "Allow", Principal: secret }),
    ];
    for (const document of [...documents, policy({ Sid: `a\nb${secret}`, Effect: "Allow", Action: "*" })]) {
      for (const rule of documentRules) {
        for (const message of violations(rule, { type, props: { policy: document } })) {
          assert.ok(message.length < 700, `${message.length} characters`);
          assert.doesNotMatch(message, /\n/);
        }
      }
    }
    const unreadable = violations(documentRules[0] ?? assert.fail(), { type, props: { policy: "hunter2" } });
    assert.doesNotMatch(unreadable.join("\n"), /hunter2/);
  });
});
