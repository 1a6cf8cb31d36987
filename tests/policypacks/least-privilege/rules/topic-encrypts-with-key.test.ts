/** Proves: that a topic names a key. Not which. */
import { rule } from "../../../../policypacks/least-privilege/rules/topic-encrypts-with-key";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:sns/topic:Topic") => ({ type, props });

ruleTests(rule, {
  message: /must be set|must be known/,
  passes: [
    ["a key", of({ kmsMasterKeyId: "alias/a" })],
    ["one that is made in the same update", of({ kmsMasterKeyId: unknownText })],
  ],
  fails: [
    ["left out", of({})],
    ["empty", of({ kmsMasterKeyId: "" })],
    ["null", of({ kmsMasterKeyId: null })],
  ],
  leavesAlone: [["a subscription", of({}, "aws:sns/topicSubscription:TopicSubscription")]],
});
