/** Proves: how long a deletion must wait. */
import { rule } from "../../../../policypacks/least-privilege/rules/key-deletion-waits";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:kms/key:Key") => ({ type, props });

ruleTests(rule, {
  message: /must be at least \d+ days|must be known/,
  passes: [
    ["left out", of({})],
    ["long enough", of({ deletionWindowInDays: 14 })],
    ["as the configuration has it", of({ deletionWindowInDays: 7 }), { minimumDays: 7 }],
  ],
  fails: [
    ["too short", of({ deletionWindowInDays: 13 })],
    ["a text", of({ deletionWindowInDays: "7" })],
    ["shorter than the configuration has it", of({ deletionWindowInDays: 29 }), { minimumDays: 30 }],
    ["of a replica", of({ deletionWindowInDays: 7 }, "aws:kms/replicaKey:ReplicaKey")],
    ["of an external key", of({ deletionWindowInDays: 7 }, "aws:kms/externalKey:ExternalKey")],
    ["not known", of({ deletionWindowInDays: unknownText })],
  ],
  leavesAlone: [["a secret", of({ deletionWindowInDays: 7 }, "aws:secretsmanager/secret:Secret")]],
});
