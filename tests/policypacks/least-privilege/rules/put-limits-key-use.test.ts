/** Proves: what a policy that only puts may allow of KMS. The key's own policy is key-limits-writers. */
import { rule } from "../../../../policypacks/least-privilege/rules/put-limits-key-use";
import { rolePolicy } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const put = { Sid: "Put", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-drop/in/*" };
const context = { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-drop" };
const viaS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
const use = (change: object, own: object = put) =>
  rolePolicy(own, {
    Sid: "Use",
    Effect: "Allow",
    Action: ["kms:GenerateDataKey", "kms:Decrypt"],
    Resource: "*",
    Condition: { StringEquals: { ...viaS3, ...context } },
    ...change,
  });

ruleTests(rule, {
  message: /must not allow/,
  passes: [
    ["what a put takes", use({})],
    ["a data key alone", use({ Action: "kms:GenerateDataKey" })],
    ["nothing of KMS", rolePolicy(put)],
    ["a Deny", use({ Effect: "Deny", Action: "kms:*" })],
  ],
  fails: [
    ["another action", use({ Action: ["kms:GenerateDataKey", "kms:Encrypt"] })],
    ["another action, another case", use({ Action: "KMS:createGRANT" })],
    ["by a wildcard", use({ Action: "kms:*" })],
    ["past S3", use({ Condition: { StringEquals: context } })],
    [
      "through any service",
      use({ Condition: { StringLike: { "kms:ViaService": "*.amazonaws.com" }, StringEquals: context } }),
    ],
    ["for every bucket", use({ Condition: { StringEquals: viaS3 } })],
    [
      "for buckets by a wildcard",
      use({
        Condition: {
          StringEquals: viaS3,
          StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::*" },
        },
      }),
    ],
    ["if there is a context", use({ Condition: { StringEquals: viaS3, StringEqualsIfExists: context } })],
    ["in a managed policy", { ...use({ Action: "kms:Encrypt" }), type: "aws:iam/policy:Policy" }],
    ["where the put is a wildcard", use({ Action: "kms:Encrypt" }, { ...put, Action: "s3:Put*" })],
  ],
  leavesAlone: [
    ["who also reads", use({ Action: "kms:Encrypt" }, { ...put, Action: ["s3:PutObject", "s3:GetObject"] })],
    ["who puts nothing", use({ Action: "kms:Encrypt" }, { ...put, Action: "s3:ListBucket" })],
  ],
});
