import { key, ownAccount } from "../example";
import { refersTo } from "../reference";
import type { Rule } from "../rule";
import { saysItself } from "../said";

const types: readonly string[] = [
  "aws:kms/key:Key",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
];

export const rule: Rule = {
  name: "key-has-policy",
  displayName: "A key has a policy of its own",
  description: "A key must have a key policy that somebody wrote.",
  why: "By the default policy every IAM policy of the account can allow the use and the deletion of the key.",
  severity: "medium",
  level: "advisory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["kms"],
  remediationSteps: "Set policy, or add an aws.kms.KeyPolicy, that names who manages and who uses the key.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  example: {
    compliant: [
      key({
        Sid: "AllowKeyAdministration",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ownAccount}:root` },
        Action: ["kms:DescribeKey", "kms:PutKeyPolicy"],
        Resource: "*",
      }),
    ],
    violating: [{ ...key(), props: { enableKeyRotation: true } }],
  },
  judges: "stack",
  check: (resources) => {
    const policies = resources.filter(({ type }) => type === "aws:kms/keyPolicy:KeyPolicy");
    return resources
      .filter(({ type }) => types.includes(type))
      .filter((one) => !saysItself(one, "policy"))
      .filter((one) => !policies.some((policy) => refersTo(policy, "keyId", one, ["keyId", "arn", "id"])))
      .map((resource) => ({
        resource,
        where: "",
        must: "must have a key policy of its own",
        fix: "set policy, or add a KeyPolicy for it",
      }));
  },
};
