import { document } from "../example";
import type { Finding } from "../finding";
import { judgeProperty } from "../property";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";

const replicas: readonly string[] = [
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
];

/** Off until the configuration asks for it: who replicates objects to another Region may want the same key there. */
export const rule: Rule = {
  name: "key-is-single-region",
  displayName: "A key stays in one Region",
  description: "A key must not be a multi-Region key, nor the replica of one.",
  why: "The same key material stands in several Regions, under key policies that nobody compares.",
  severity: "low",
  level: "disabled",
  requirements: ["NIST-800-53-r5:SC-12"],
  topics: ["kms"],
  remediationSteps:
    "Leave multiRegion out, and make a key of its own in each Region. A key cannot be changed: make another one.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
  example: {
    compliant: [madeKey({})],
    violating: [madeKey({ multiRegion: true })],
  },
  judges: "resource",
  types: ["aws:kms/key:Key", "aws:kms/externalKey:ExternalKey", ...replicas],
  check: judge,
};

function judge(resource: FoundResource): readonly Finding[] {
  if (replicas.includes(resource.type)) {
    const fix = "make a key of its own in this Region";
    return [{ where: "", must: "must not be the replica of a key in another Region", fix }];
  }
  return judgeProperty(resource, "multiRegion", {
    accepts: (value) => value !== true,
    must: "must not be true",
    fix: "leave it out, and make a key of its own in each Region",
  });
}

function madeKey(more: Readonly<Record<string, unknown>>) {
  return { type: "aws:kms/key:Key", name: "key", props: { policy: document(), ...more } };
}
