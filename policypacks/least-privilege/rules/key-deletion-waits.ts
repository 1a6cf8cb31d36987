import { key } from "../example";
import { judgeProperty } from "../property";
import type { Rule } from "../rule";

/** What KMS takes where the property is left out, in days. */
const defaultDays = 30;

export const rule: Rule = {
  name: "key-deletion-waits",
  displayName: "The deletion of a key waits",
  description: "A key must wait for the configured number of days before it is deleted.",
  why: "What a deleted key encrypted is lost for ever; the waiting time is the only chance to notice.",
  severity: "medium",
  level: "advisory",
  requirements: ["FSBP:KMS.3"],
  topics: ["kms"],
  remediationSteps: "Set deletionWindowInDays to minimumDays or more, up to 30, or leave it out.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html#deleting-keys-how-it-works",
  options: { minimumDays: 14 },
  example: {
    compliant: [key()],
    violating: [{ ...key(), props: { enableKeyRotation: true, deletionWindowInDays: 7 } }],
  },
  judges: "resource",
  types: [
    "aws:kms/key:Key",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
  ],
  check: (resource, { minimumDays }) =>
    judgeProperty(resource, "deletionWindowInDays", {
      accepts: (value) => Number(value ?? defaultDays) >= minimumDays,
      must: `must be at least ${minimumDays} days`,
      fix: `set it to ${minimumDays} or more`,
    }),
};
