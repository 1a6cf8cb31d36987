/** Proves: which keys are switched off. */
import { rule } from "../../../../policypacks/least-privilege/rules/key-is-enabled";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:kms/key:Key") => ({ type, props });

ruleTests(rule, {
  message: /must be true|must be known/,
  passes: [
    ["left out", of({})],
    ["true", of({ isEnabled: true })],
    ["a property of another type", of({ enabled: false })],
  ],
  fails: [
    ["false", of({ isEnabled: false })],
    ["of a replica", of({ enabled: false }, "aws:kms/replicaKey:ReplicaKey")],
    ["of an external key", of({ enabled: false }, "aws:kms/externalKey:ExternalKey")],
    ["a text", of({ isEnabled: "false" })],
    ["not known", of({ isEnabled: unknownText })],
  ],
  leavesAlone: [["a rule of EventBridge", of({ isEnabled: false }, "aws:cloudwatch/eventRule:EventRule")]],
});
