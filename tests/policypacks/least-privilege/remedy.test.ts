/**
 * Proves: what each remedy sets, that the rule accepts the result, and that it leaves alone what complies or is not known.
 * That the engine asks for it only where the configuration says so is tests/engine/packConfig.test.ts.
 */
import assert from "node:assert/strict";
import { rules } from "../../../policypacks/least-privilege/rules";
import { type Given, remedied, unknownText, violations } from "./crossGuard";

const remedies = rules.filter((rule) => rule.judges !== "stack" && rule.remedy !== undefined);
const named = (name: string) => remedies.find((rule) => rule.name === name) ?? assert.fail(name);

const cases: Readonly<Record<string, readonly Given[]>> = {
  "bucket-policy-denies-plain-http": ["aws", "aws-cn"].map((partition) => ({
    type: "aws:s3/bucketPolicy:BucketPolicy",
    props: {
      bucket: "drop",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Sid: "Put",
          Effect: "Allow",
          Principal: { AWS: "222222222222" },
          Action: "s3:PutObject",
          Resource: `arn:${partition}:s3:::drop/in/*`,
        },
      }),
    },
  })),
  "key-rotates": [{ type: "aws:kms/key:Key", props: { description: unknownText, enableKeyRotation: false } }],
  "ownership-disables-acls": [
    {
      type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      props: { bucket: unknownText, rule: { objectOwnership: "ObjectWriter" } },
    },
  ],
  "public-access-block-is-complete": [
    {
      type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      props: { bucket: "b", blockPublicAcls: false },
    },
    { type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", props: {} },
  ],
  "trail-validates-log-files": [{ type: "aws:cloudtrail/trail:Trail", props: { s3BucketName: "audit" } }],
};

describe("remedies", () => {
  it("are those that are tested here", () => {
    assert.deepEqual(remedies.map(({ name }) => name).sort(), Object.keys(cases).sort());
  });

  for (const [name, givens] of Object.entries(cases)) {
    for (const given of givens) {
      it(`of ${name} make ${given.type} comply, and change nothing else`, () => {
        assert.notDeepEqual(violations(named(name), given), []);
        const props = remedied(named(name), given) ?? assert.fail();
        assert.deepEqual(violations(named(name), { ...given, props }), []);
        for (const [property, value] of Object.entries(given.props)) {
          if (value === unknownText || property === "bucket") assert.equal(props[property], value);
        }
        assert.equal(remedied(named(name), { ...given, props }), undefined);
      });
    }
  }

  it("keep every statement of a bucket policy", () => {
    const [given] = cases["bucket-policy-denies-plain-http"] ?? [];
    const props = remedied(named("bucket-policy-denies-plain-http"), given ?? assert.fail()) ?? assert.fail();
    const { Statement } = JSON.parse(String(props["policy"])) as { readonly Statement: readonly object[] };
    assert.equal(Statement.length, 2);
    assert.match(String(props["policy"]), /"Sid":"Put"/);
  });

  it("leave alone a policy that is not known, or is none", () => {
    for (const policy of [unknownText, "{", { Statement: [] }]) {
      const given = { type: "aws:s3/bucketPolicy:BucketPolicy", props: { bucket: "drop", policy } };
      assert.equal(remedied(named("bucket-policy-denies-plain-http"), given), undefined);
    }
  });
});
