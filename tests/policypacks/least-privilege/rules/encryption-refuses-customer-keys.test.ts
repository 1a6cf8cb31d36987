/** Proves: which encryption configurations take keys that only the client holds. */
import { rule } from "../../../../policypacks/least-privilege/rules/encryption-refuses-customer-keys";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const split = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const of = (...blocked: readonly unknown[]) => ({
  type: split,
  props: {
    bucket: "b",
    rules: blocked.map((blockedEncryptionTypes) => ({
      applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
      ...(blockedEncryptionTypes === undefined ? {} : { blockedEncryptionTypes }),
    })),
  },
});

const older = (...blocked: readonly unknown[]) => ({
  ...of(...blocked),
  type: "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
});

ruleTests(rule, {
  message: /must name SSE-C|must be known/,
  passes: [
    ["blocked", of(["SSE-C"])],
    ["blocked, by the older type", older(["SSE-C"])],
  ],
  fails: [
    ["nothing said", of(undefined)],
    ["nothing said, by the older type", older(undefined)],
    ["nothing blocked", of(["NONE"])],
    ["one rule of two", of(["SSE-C"], undefined)],
    ["not known", of(unknownText)],
    ["a member not known", of([unknownText])],
  ],
  leavesAlone: [["a bucket", { type: "aws:s3/bucket:Bucket", props: { bucket: "b" } }]],
});
