/** Proves: which buckets count as having a public access block. Its settings are judged by another rule. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-has-public-access-block";
import { companionTests } from "../companion";
import { stackViolations } from "../crossGuard";

describe("bucket-has-public-access-block", () => {
  companionTests(
    rule,
    ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    "a BucketPublicAccessBlock",
  );

  it("does not take the account's for the bucket's", () => {
    const bucket = { type: "aws:s3/bucket:Bucket", props: { bucket: "b" } };
    const account = {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      name: "a",
      props: {},
    };
    assert.equal(stackViolations(rule, [bucket, account]).length, 1);
  });
});
