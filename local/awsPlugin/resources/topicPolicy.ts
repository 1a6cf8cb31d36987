import { defineResource } from "../resourceType";
import type { Aws } from "../session";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/sns/topicpolicy/ */
export const topicPolicy = defineResource({
  token: "aws:sns/topicPolicy:TopicPolicy",
  title: "SNS Topic Policy",
  inputs: {
    arn: { type: "string", required: true, createOnly: true, pattern: "arn:aws[a-z-]*:sns:.+" },
    policy: { type: "policyDocument", required: true },
  },
  identity: ["arn"],
  computed: ["owner"],
  goneCodes: ["NotFound"],

  async create(aws, { arn, policy }) {
    await put(aws, arn, policy);
    return arn;
  },

  async read(aws, id) {
    const sns = await aws.sns();
    const { Attributes: live = {} } = await sns.getTopicAttributes({ TopicArn: id });
    const policy = live["Policy"] ?? "";
    return policy === ""
      ? undefined
      : { inputs: { arn: id, policy }, outputs: { owner: live["Owner"] ?? "" } };
  },

  async update(aws, id, { policy }) {
    await put(aws, id, policy);
  },

  // A topic cannot be without a policy: it gets the one back that it was made with.
  async delete(aws, id) {
    await put(aws, id, JSON.stringify(policyOfNewTopic(id)));
  },
});

async function put(aws: Aws, TopicArn: string, policy: string): Promise<void> {
  const sns = await aws.sns();
  await sns.setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue: policy });
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function policyOfNewTopic(topicArn: string) {
  const [, , , , owner = ""] = topicArn.split(":");
  const actions = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
    "Receive",
  ];
  return {
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": owner } },
      },
    ],
  };
}
