/** Proves: which ownership switches ACLs off. */
import { rule } from "../../../../policypacks/least-privilege/rules/ownership-disables-acls";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (
  props: Record<string, unknown>,
  type = "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
) => ({ type, props });

ruleTests(rule, {
  message: /must be BucketOwnerEnforced|must be known/,
  passes: [["enforced", of({ rule: { objectOwnership: "BucketOwnerEnforced" } })]],
  fails: [
    ["the writer", of({ rule: { objectOwnership: "ObjectWriter" } })],
    ["preferred", of({ rule: { objectOwnership: "BucketOwnerPreferred" } })],
    ["another case", of({ rule: { objectOwnership: "bucketOwnerEnforced" } })],
    ["nothing", of({})],
    ["not known", of({ rule: { objectOwnership: unknownText } })],
    ["a rule that is not known", of({ rule: unknownText })],
  ],
  leavesAlone: [
    ["a bucket without ownership controls, which has no ACLs", of({ bucket: "b" }, "aws:s3/bucket:Bucket")],
  ],
});
