import { judgeReference } from "../property";
import type { Rule } from "../rule";

const type = "aws:sns/topic:Topic";

export const rule: Rule = {
  name: "topic-encrypts-with-key",
  displayName: "A topic is encrypted with a KMS key",
  description: "A topic must encrypt its messages with a KMS key.",
  why: "Alarms and notifications tell what happens in the account, and are kept in the open while they wait.",
  severity: "low",
  level: "advisory",
  requirements: ["NIST-800-53-r5:SC-28"],
  topics: ["sns", "kms"],
  remediationSteps: "Set kmsMasterKeyId to a key whose policy lets the publishing services use it.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
  example: {
    compliant: [{ type, props: { name: "alarms", kmsMasterKeyId: "alias/alarms" } }],
    violating: [{ type, props: { name: "alarms" } }],
  },
  judges: "resource",
  types: [type],
  check: (resource) => judgeReference(resource, "kmsMasterKeyId", "set it to a key for the topic"),
};
