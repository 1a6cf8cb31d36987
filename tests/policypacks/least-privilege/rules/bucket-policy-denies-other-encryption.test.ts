/** Proves: which statements refuse another algorithm than the bucket's. Not which algorithm that is, nor which key. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-policy-denies-other-encryption";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const header = "s3:x-amz-server-side-encryption";
const base = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::drop/*",
  Condition: { StringNotEquals: { [header]: "aws:kms" } },
};
const policy = (more: object = {}, bucket = "drop") => ({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  props: { bucket, policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ ...base, ...more }] }) },
});
const where = (Condition: object) => policy({ Condition });

ruleTests(rule, {
  message: /must deny everyone puts whose|must be known/,
  passes: [
    ["another algorithm", policy()],
    ["only where it is given", where({ ...base.Condition, Null: { [header]: ["false"] } })],
    ["the same, said twice", where({ StringNotEqualsIfExists: { [header]: ["aws:kms"] } })],
    ["both that use keys", where({ StringNotEquals: { [header]: ["aws:kms", "aws:kms:dsse"] } })],
    ["the key in capitals", where({ StringNotEquals: { [header.toUpperCase()]: "AES256" } })],
    ["every action", policy({ Action: "s3:*" })],
    ["a list of everyone", policy({ Principal: { AWS: ["*"] } })],
    ["the bucket and its objects", policy({ Resource: ["arn:aws:s3:::drop", "arn:aws:s3:::drop/*"] })],
    ["everything", policy({ Resource: "arn:aws:s3:::drop*" })],
    [
      "a policy in the bucket",
      { type: "aws:s3/bucket:Bucket", props: { bucket: "drop", policy: policy().props.policy } },
    ],
    ["a bucket whose name is not known yet", policy({}, unknownText)],
  ],
  fails: [
    ["no such statement", policy({ Action: "s3:GetObject" })],
    ["an Allow", policy({ Effect: "Allow" })],
    ["some principals", policy({ Principal: { AWS: "arn:aws:iam::222222222222:root" } })],
    [
      "all but some principals",
      policy({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::222222222222:root" } }),
    ],
    ["other actions than puts", policy({ Action: undefined, NotAction: "s3:PutObject" })],
    ["a prefix only", policy({ Resource: "arn:aws:s3:::drop/in/*" })],
    ["one object", policy({ Resource: "arn:aws:s3:::drop/a" })],
    ["a further condition", where({ ...base.Condition, Bool: { "aws:SecureTransport": "true" } })],
    ["the header only where it is absent", where({ ...base.Condition, Null: { [header]: "true" } })],
    ["every algorithm left", where({ StringNotEquals: { [header]: ["AES256", "aws:kms"] } })],
    ["a wildcard", where({ StringNotLike: { [header]: "aws:*" } })],
    ["an algorithm that is none", where({ StringNotEquals: { [header]: "kms" } })],
    ["one algorithm denied", where({ StringEquals: { [header]: "AES256" } })],
    ["another header", where({ StringNotEquals: { [`${header}-aws-kms-key-id`]: "aws:kms" } })],
    [
      "not known",
      { type: "aws:s3/bucketPolicy:BucketPolicy", props: { bucket: "drop", policy: unknownText } },
    ],
  ],
  leavesAlone: [
    [
      "a bucket that the configuration does not name",
      policy({ Action: "s3:GetObject" }),
      { buckets: ["other"] },
    ],
    [
      "the policy of an access point",
      { type: "aws:s3/accessPoint:AccessPoint", props: { bucket: "drop", policy: policy().props.policy } },
    ],
  ],
});
