/** Proves: which keys have a policy that somebody wrote. Not what it says. */
import { rule } from "../../../../policypacks/least-privilege/rules/key-has-policy";
import { ruleTests } from "../ruleTests";
import { unknownText } from "../crossGuard";

const key = { type: "aws:kms/key:Key", name: "key", props: { description: "d", keyId: unknownText } };
const keyPolicy = (keyId: unknown, madeFrom: Record<string, readonly string[]> = {}) => ({
  type: "aws:kms/keyPolicy:KeyPolicy",
  name: "policy",
  props: { keyId, policy: "{}" },
  madeFrom,
});

ruleTests(rule, {
  message: /must have a key policy of its own/,
  passes: [
    ["in the key", { ...key, props: { policy: "{}" } }],
    ["one that is not known yet", { ...key, props: { policy: unknownText } }],
    ["beside the key, by its id", [{ ...key, props: { keyId: "k-1" } }, keyPolicy("k-1")]],
    ["beside the key that is made in the same update", [key, keyPolicy(unknownText, { keyId: ["key"] })]],
  ],
  fails: [
    ["none", key],
    ["empty", { ...key, props: { policy: "" } }],
    ["what only AWS fills in", { ...key, props: { policy: "{}" }, madeFrom: { description: [] } }],
    ["another key's", [key, keyPolicy("k-2")]],
    ["of a replica", { ...key, type: "aws:kms/replicaKey:ReplicaKey" }],
    ["of an external key", { ...key, type: "aws:kms/externalKey:ExternalKey" }],
  ],
  leavesAlone: [["a key policy alone", keyPolicy("k-1")]],
});
