/** Proves: a listed topic's policy allows what is meant, and refuses what it must. */
import { rule } from "../../../../policypacks/least-privilege/rules/topic-policy-is-intended";
import { policy, unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const topicArn = "arn:aws:sns:eu-west-1:111111111111:alarms";
const source = { StringEquals: { "aws:SourceAccount": ["111111111111"] } };
const plain = { Bool: { "aws:SecureTransport": ["false"] } };
const config = {
  topics: [
    {
      topicArn,
      uses: [{ who: ["cloudwatch.amazonaws.com"], actions: ["sns:Publish"], conditions: source }],
      refusals: [{ actions: ["sns:Publish"], conditions: plain }],
    },
  ],
};
const allow = (more: object = {}): object => ({
  Sid: "Allow",
  Effect: "Allow",
  Principal: { Service: "cloudwatch.amazonaws.com" },
  Action: "sns:Publish",
  Resource: topicArn,
  Condition: source,
  ...more,
});
const deny = (more: object = {}): object => ({
  Sid: "Deny",
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: topicArn,
  Condition: plain,
  ...more,
});
const topic = (...statements: readonly object[]) => ({
  type: "aws:sns/topic:Topic",
  props: { name: "alarms", policy: policy(...statements) },
});

ruleTests(rule, {
  message: /must not exceed what is meant|must refuse sns:Publish|must be known|must say what is meant/,
  passes: [
    ["as meant", topic(allow(), deny()), config],
    ["refused more widely", topic(allow(), deny({ Action: "sns:*", Resource: "*" })), config],
    ["nothing allowed", topic(deny()), config],
    [
      "a policy of its own",
      { type: "aws:sns/topicPolicy:TopicPolicy", props: { arn: topicArn, policy: policy(allow(), deny()) } },
      config,
    ],
  ],
  fails: [
    ["another service", topic(allow({ Principal: { Service: "s3.amazonaws.com" } }), deny()), config],
    ["everyone", topic(allow({ Principal: "*" }), deny()), config],
    ["a wildcard that covers more", topic(allow({ Action: "sns:*" }), deny()), config],
    ["no condition", topic({ ...allow(), Condition: {} }, deny()), config],
    ["NotAction", topic({ ...allow(), Action: undefined, NotAction: "sns:Subscribe" }, deny()), config],
    ["nothing refused", topic(allow()), config],
    ["refused to some", topic(allow(), deny({ Principal: { AWS: "222222222222" } })), config],
    [
      "a policy of its own",
      { type: "aws:sns/topicPolicy:TopicPolicy", props: { arn: topicArn, policy: policy(allow()) } },
      config,
    ],
    ["not known", { type: "aws:sns/topic:Topic", props: { name: "alarms", policy: unknownText } }, config],
    [
      "a configuration that says nothing",
      topic(deny()),
      { topics: [{ topicArn, uses: [{ who: ["a"], actions: [], conditions: { Nonsense: {} } }] }] },
    ],
  ],
  leavesAlone: [
    [
      "another topic",
      { type: "aws:sns/topic:Topic", props: { name: "other", policy: policy(allow()) } },
      config,
    ],
    ["no configuration", topic(allow({ Principal: "*" }))],
    ["a queue", { type: "aws:sqs/queue:Queue", props: { name: "alarms", policy: policy(allow()) } }, config],
  ],
});
