import { key } from "../example";
import { judgeProperty } from "../property";
import type { Rule } from "../rule";

const property = "bypassPolicyLockoutSafetyCheck";

export const rule: Rule = {
  name: "key-checks-lockout",
  displayName: "A key policy is checked for lock-out",
  description: "A key must let KMS check that its policy leaves somebody who may change it.",
  why: "A key that nobody may manage cannot be repaired, not even by the account's root user.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["kms"],
  remediationSteps: `Set ${property} to false, or leave it out.`,
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key",
  example: {
    compliant: [key()],
    violating: [{ ...key(), props: { enableKeyRotation: true, [property]: true } }],
  },
  judges: "resource",
  types: [
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  check: (resource) =>
    judgeProperty(resource, property, {
      accepts: (value) => value === undefined || value === false,
      must: "must not be true",
      fix: "leave it out",
    }),
};
