import { key } from "../example";
import { judgeProperty } from "../property";
import type { Rule } from "../rule";

const properties: Readonly<Record<string, string>> = {
  "aws:kms/key:Key": "isEnabled",
  "aws:kms/externalKey:ExternalKey": "enabled",
  "aws:kms/replicaKey:ReplicaKey": "enabled",
  "aws:kms/replicaExternalKey:ReplicaExternalKey": "enabled",
};

export const rule: Rule = {
  name: "key-is-enabled",
  displayName: "A key is enabled",
  description: "A key of the stack must be enabled.",
  why: "Every put and every read of what the key encrypts fails, and so do deliveries of logs.",
  severity: "medium",
  level: "advisory",
  requirements: ["FSBP:KMS.3"],
  topics: ["kms"],
  remediationSteps: "Set isEnabled or enabled to true, or leave it out.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
  example: {
    compliant: [key()],
    violating: [{ ...key(), props: { enableKeyRotation: true, isEnabled: false } }],
  },
  judges: "resource",
  types: Object.keys(properties),
  check: (resource) =>
    judgeProperty(resource, properties[resource.type] ?? "enabled", {
      accepts: (value) => value === undefined || value === true,
      must: "must be true",
      fix: "leave it out",
    }),
};
