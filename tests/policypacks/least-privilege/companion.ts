import assert from "node:assert/strict";
import type { Rule } from "../../../policypacks/least-privilege/rule";
import { type Given, stackViolations, unknownText } from "./crossGuard";

const bucketType = "aws:s3/bucket:Bucket";

/** Describes what every rule does that demands a companion of each bucket. */
export function companionTests(rule: Rule, companionTypes: readonly string[], called: string): void {
  const bucket = (name: string, more: Partial<Given> = {}): Given => ({
    type: bucketType,
    name,
    props: { bucket: `acme-${name}`, id: unknownText },
    madeFrom: { bucket: [] },
    ...more,
  });
  const missing = (resources: readonly Given[]) => stackViolations(rule, resources).map(([name]) => name);

  for (const type of companionTypes) {
    const companion = (named: unknown, madeFrom?: readonly string[]): Given => ({
      type,
      name: "companion",
      props: { bucket: named },
      madeFrom: madeFrom === undefined ? {} : { bucket: madeFrom },
    });

    it(`accepts a bucket that ${type} names`, () => {
      assert.deepEqual(missing([bucket("a"), companion("acme-a")]), []);
      assert.deepEqual(missing([companion("acme-a"), bucket("a")]), []);
    });

    it(`accepts a bucket that ${type} is made from where the name is unknown`, () => {
      assert.deepEqual(missing([bucket("a"), companion(unknownText, ["a"])]), []);
      const unnamed = bucket("a", { props: { bucket: unknownText } });
      assert.deepEqual(missing([unnamed, companion(unknownText, ["a"])]), []);
    });

    it(`refuses a bucket beside one that ${type} names`, () => {
      assert.deepEqual(missing([bucket("b"), bucket("a"), companion("acme-a")]), ["b"]);
      assert.deepEqual(missing([bucket("b"), bucket("a"), companion(unknownText, ["a"])]), ["b"]);
    });

    it(`takes the name for it, not what ${type} is made from`, () => {
      assert.deepEqual(missing([bucket("a"), bucket("b"), companion("acme-a", ["b"])]), ["b"]);
    });

    it(`refuses both buckets where it is unclear which one ${type} is of, and says so`, () => {
      const resources = [bucket("b"), bucket("a"), companion(unknownText, ["a", "b"])];
      const found = stackViolations(rule, resources);
      assert.deepEqual(
        found.map(([name]) => name),
        ["a", "b"],
      );
      for (const [, message] of found) {
        assert.match(message, /fix names in settings so that the bucket of companion is known at preview/);
      }
    });

    it(`refuses a bucket where ${type} is made from none`, () => {
      assert.deepEqual(missing([bucket("a"), companion(unknownText)]), ["a"]);
    });
  }

  it("refuses a bucket alone, of either type, and names it", () => {
    const found = stackViolations(rule, [bucket("a"), bucket("v2", { type: "aws:s3/bucketV2:BucketV2" })]);
    assert.deepEqual(
      found.map(([name]) => name),
      ["a", "v2"],
    );
    assert.equal(found[0]?.[1], `a (${bucketType}): must have ${called}: add ${called} for this bucket.`);
  });

  it("reports in the same order whatever the order of resources", () => {
    const resources = ["c", "a", "b"].map((name) => bucket(name));
    assert.deepEqual(missing(resources), ["a", "b", "c"]);
    assert.deepEqual(missing(resources.toReversed()), ["a", "b", "c"]);
  });

  it("leaves a stack without buckets alone", () => {
    assert.deepEqual(missing([{ type: "aws:s3/directoryBucket:DirectoryBucket", props: {} }]), []);
    assert.deepEqual(missing([]), []);
  });
}

/** Describes what a rule does that a property of the bucket itself can satisfy, too. */
export function inlineTests(rule: Rule, type: string, property: string, value: unknown): void {
  const missing = (given: Omit<Given, "type">) => stackViolations(rule, [{ type, ...given }]).length;
  const set = { bucket: [], [property]: [] };

  it(`accepts ${property} of ${type}`, () => {
    assert.equal(missing({ props: { bucket: "b", [property]: value }, madeFrom: set }), 0);
    assert.equal(missing({ props: { bucket: "b", [property]: value } }), 0);
  });

  it(`leaves an unknown ${property} that the program sets to the rule that reads it`, () => {
    assert.equal(missing({ props: { bucket: "b", [property]: unknownText }, madeFrom: set }), 0);
  });

  it(`refuses a ${property} that only the provider fills in`, () => {
    assert.equal(missing({ props: { bucket: "b", [property]: unknownText }, madeFrom: { bucket: [] } }), 1);
    assert.equal(missing({ props: { bucket: "b", [property]: value }, madeFrom: { bucket: [] } }), 1);
    assert.equal(missing({ props: { bucket: "b", [property]: unknownText } }), 1);
  });

  it(`refuses an empty ${property}`, () => {
    for (const empty of ["", null, [], {}]) {
      assert.equal(missing({ props: { bucket: "b", [property]: empty }, madeFrom: set }), 1);
    }
  });
}
