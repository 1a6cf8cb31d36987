/** Proves: where KMS's check is switched off. */
import { rule } from "../../../../policypacks/least-privilege/rules/key-checks-lockout";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:kms/key:Key") => ({ type, props });

ruleTests(rule, {
  message: /must not be true|must be known/,
  passes: [
    ["left out", of({})],
    ["false", of({ bypassPolicyLockoutSafetyCheck: false })],
  ],
  fails: [
    ["true", of({ bypassPolicyLockoutSafetyCheck: true })],
    ["a text", of({ bypassPolicyLockoutSafetyCheck: "true" })],
    ["of a key policy", of({ bypassPolicyLockoutSafetyCheck: true }, "aws:kms/keyPolicy:KeyPolicy")],
    ["of a replica", of({ bypassPolicyLockoutSafetyCheck: true }, "aws:kms/replicaKey:ReplicaKey")],
    ["of an external key", of({ bypassPolicyLockoutSafetyCheck: true }, "aws:kms/externalKey:ExternalKey")],
    [
      "of an external replica",
      of({ bypassPolicyLockoutSafetyCheck: true }, "aws:kms/replicaExternalKey:ReplicaExternalKey"),
    ],
    ["not known", of({ bypassPolicyLockoutSafetyCheck: unknownText })],
  ],
  leavesAlone: [["another resource", of({ bypassPolicyLockoutSafetyCheck: true }, "aws:kms/alias:Alias")]],
});
