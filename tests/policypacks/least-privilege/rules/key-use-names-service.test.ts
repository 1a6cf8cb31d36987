/** Proves: which statements let a key be used past every service. Not whether the service is the right one. */
import { rule } from "../../../../policypacks/least-privilege/rules/key-use-names-service";
import { key } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const use = (change: object) =>
  key({
    Sid: "S",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111111111111:role/a" },
    Action: "kms:Decrypt",
    Resource: "*",
    ...change,
  });
const via = (operator: string, value: string) => ({ Condition: { [operator]: { "kms:ViaService": value } } });

ruleTests(rule, {
  message: /must not allow kms:.* past any service/,
  passes: [
    ["through S3", use(via("StringEquals", "s3.eu-west-1.amazonaws.com"))],
    ["administration", use({ Action: ["kms:DescribeKey", "kms:PutKeyPolicy"] })],
    ["the account that owns the key", use({ Principal: { AWS: "111111111111" }, Action: "kms:*" })],
    ["an AWS service", use({ Principal: { Service: "logs.eu-west-1.amazonaws.com" } })],
    ["an ignored principal", use({}), { ignoredPrincipals: ["arn:aws:iam::111111111111:role/a"] }],
    ["a Deny", use({ Effect: "Deny" })],
  ],
  fails: [
    ["past every service", use({})],
    ["in a list, another case", use({ Action: ["kms:DescribeKey", "KMS:generateDATAkey"] })],
    ["by a wildcard", use({ Action: "kms:De*" })],
    ["by NotAction", use({ Action: undefined, NotAction: "kms:PutKeyPolicy" })],
    ["through every service", use(via("StringLike", "*"))],
    ["through a service if there is one", use(via("StringEqualsIfExists", "s3.eu-west-1.amazonaws.com"))],
    ["through all services but one", use(via("StringNotEquals", "s3.eu-west-1.amazonaws.com"))],
    ["another account's root", use({ Principal: { AWS: "222222222222" }, Action: "kms:*" })],
    ["everyone", use({ Principal: "*" })],
    ["of a replica", { ...use({}), type: "aws:kms/replicaKey:ReplicaKey" }],
  ],
  leavesAlone: [
    [
      "a bucket policy",
      { type: "aws:s3/bucketPolicy:BucketPolicy", props: { policy: use({}).props["policy"] } },
    ],
  ],
});
