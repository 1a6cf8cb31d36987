/** Proves: an encryption that is written down names an algorithm of S3. Not which key it uses. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/encryption-names-algorithm";
import { unknownText, violations } from "../crossGuard";

type Props = Record<string, unknown>;

const split = (byDefault: object | undefined): Props => ({
  bucket: "b",
  rules: [{ bucketKeyEnabled: true, ...(byDefault && { applyServerSideEncryptionByDefault: byDefault }) }],
});
const forms: readonly (readonly [string, (byDefault: object | undefined) => Props])[] = [
  ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", split],
  ["aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", split],
  [
    "aws:s3/bucket:Bucket",
    (byDefault) => ({
      serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: byDefault } },
    }),
  ],
  [
    "aws:s3/bucketV2:BucketV2",
    (byDefault) => ({
      serverSideEncryptionConfigurations: [
        { rules: [{ applyServerSideEncryptionByDefaults: byDefault === undefined ? [] : [byDefault] }] },
      ],
    }),
  ],
];

describe("encryption-names-algorithm", () => {
  for (const [type, props] of forms) {
    it(`accepts every algorithm of S3 in ${type}, the key known or not`, () => {
      for (const sseAlgorithm of ["AES256", "aws:kms", "aws:kms:dsse"]) {
        for (const kmsMasterKeyId of [undefined, "alias/x", unknownText]) {
          assert.deepEqual(violations(rule, { type, props: props({ sseAlgorithm, kmsMasterKeyId }) }), []);
        }
      }
    });

    it(`refuses no or another algorithm in ${type}`, () => {
      for (const byDefault of [undefined, { sseAlgorithm: "" }, { sseAlgorithm: "aes256" }, {}]) {
        const messages = violations(rule, { type, props: props(byDefault) });
        assert.equal(messages.length, 1);
        assert.match(messages[0] ?? "", /must name an algorithm: set sseAlgorithm to one of/);
      }
    });

    it(`refuses an unknown algorithm in ${type}`, () => {
      const messages = violations(rule, { type, props: props({ sseAlgorithm: unknownText }) });
      assert.match(messages.join("\n"), /sseAlgorithm must be known at preview/);
    });
  }

  it("leaves a bucket without an encryption of its own to bucket-has-encryption", () => {
    assert.deepEqual(violations(rule, { type: "aws:s3/bucket:Bucket", props: { bucket: "b" } }), []);
    const bare = { type: forms[0]?.[0] ?? "", props: { bucket: "b", rules: [] } };
    assert.equal(violations(rule, bare).length, 1);
  });
});
