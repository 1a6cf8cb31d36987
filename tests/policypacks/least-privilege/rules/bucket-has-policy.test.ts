/** Proves: which buckets count as having a policy. What the policy says is judged by other rules. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-has-policy";
import { companionTests, inlineTests } from "../companion";
import { policy } from "../crossGuard";

describe("bucket-has-policy", () => {
  companionTests(rule, ["aws:s3/bucketPolicy:BucketPolicy"], "a BucketPolicy");
  for (const type of ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]) {
    inlineTests(rule, type, "policy", policy({ Effect: "Deny" }));
  }
});
