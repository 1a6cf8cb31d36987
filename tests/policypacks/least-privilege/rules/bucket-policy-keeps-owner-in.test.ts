/** Proves: which denials lock everyone out of the bucket policy. Not what several statements deny together. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-policy-keeps-owner-in";
import { bucketPolicy } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const deny = {
  Sid: "Deny",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "arn:aws:s3:::acme-drop",
};
const but = (change: object) => bucketPolicy({ ...deny, ...change });

ruleTests(rule, {
  message: /must not deny everyone to read and change the bucket policy/,
  passes: [
    ["with a condition", but({ Condition: { Bool: { "aws:SecureTransport": "false" } } })],
    ["other actions", but({ Action: ["s3:DeleteObject", "s3:PutObject"] })],
    ["all but those of the policy", but({ Action: undefined, NotAction: ["s3:*BucketPolicy"] })],
    ["objects only", but({ Resource: "arn:aws:s3:::acme-drop/*" })],
    ["one principal", but({ Principal: { AWS: "222222222222" } })],
    ["an Allow", but({ Effect: "Allow" })],
  ],
  fails: [
    ["everything", but({})],
    ["in another case", but({ Action: "S3:PUTBUCKETPOLICY" })],
    ["by a wildcard", but({ Action: ["s3:List*", "s3:Put*"] })],
    ["by NotAction", but({ Action: undefined, NotAction: "s3:GetObject" })],
    ["every resource", but({ Resource: ["arn:aws:s3:::x/*", "*"] })],
    ["all resources but some", but({ Resource: undefined, NotResource: "arn:aws:s3:::acme-drop/x" })],
    ["everyone, spelled AWS", but({ Principal: { AWS: ["*"] } })],
    ["in the bucket itself", { type: "aws:s3/bucket:Bucket", props: { policy: but({}).props["policy"] } }],
  ],
  leavesAlone: [
    [
      "a key policy",
      { type: "aws:kms/key:Key", props: { policy: but({ Action: "kms:*" }).props["policy"] } },
    ],
  ],
});
