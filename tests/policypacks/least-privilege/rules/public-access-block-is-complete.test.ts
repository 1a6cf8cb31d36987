/** Proves: each of the four settings must be true, wherever they can be set; left out counts as AWS counts it. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/public-access-block-is-complete";
import { unknownText, violations } from "../crossGuard";

const all = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

const own = [
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
];
const nested: readonly (readonly [string, string, (block?: object) => Record<string, unknown>])[] = [
  [
    "aws:s3/accessPoint:AccessPoint",
    "publicAccessBlockConfiguration",
    (block) => ({ bucket: "b", ...(block && { publicAccessBlockConfiguration: block }) }),
  ],
  [
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
    "details.publicAccessBlock",
    (block) => ({ details: { name: "m", ...(block && { publicAccessBlock: block }) } }),
  ],
];

describe("public-access-block-is-complete", () => {
  for (const type of own) {
    it(`accepts all four true in ${type}`, () => {
      assert.deepEqual(violations(rule, { type, props: { bucket: "b", ...all } }), []);
    });

    it(`refuses none of them in ${type}`, () => {
      assert.equal(violations(rule, { type, props: { bucket: "b" } }).length, 4);
    });

    for (const flag of flags) {
      it(`refuses ${flag} false, left out or unknown in ${type}`, () => {
        for (const value of [false, undefined, null, "true", unknownText]) {
          const messages = violations(rule, { type, props: { ...all, [flag]: value } });
          assert.equal(messages.length, 1);
          const must = value === unknownText ? "must be known at preview" : "must be true";
          assert.ok(messages[0]?.startsWith(`r (${type}): ${flag} ${must}`), messages[0]);
        }
      });
    }
  }

  for (const [type, path, props] of nested) {
    it(`accepts ${type} without settings, since they are true then`, () => {
      assert.deepEqual(violations(rule, { type, props: props() }), []);
      assert.deepEqual(violations(rule, { type, props: props({ blockPublicAcls: true }) }), []);
    });

    it(`refuses false or unknown in ${type}`, () => {
      for (const flag of flags) {
        const [message] = violations(rule, { type, props: props({ ...all, [flag]: false }) });
        assert.ok(message?.startsWith(`r (${type}): ${path}.${flag} must be true`), message);
        assert.equal(violations(rule, { type, props: props({ [flag]: unknownText }) }).length, 1);
      }
    });
  }

  it("leaves other resources alone", () => {
    assert.deepEqual(violations(rule, { type: "aws:s3/bucket:Bucket", props: {} }), []);
  });
});
