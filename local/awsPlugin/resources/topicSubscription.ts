import { isAwsError } from "../awsError";
import { defineResource } from "../resourceType";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/sns/topicsubscription/ */
export const topicSubscription = defineResource({
  token: "aws:sns/topicSubscription:TopicSubscription",
  title: "SNS Topic Subscription",
  inputs: {
    topic: { type: "string", required: true, createOnly: true, pattern: "arn:aws[a-z-]*:sns:.+" },
    protocol: {
      type: "string",
      required: true,
      createOnly: true,
      values: ["email", "email-json", "sms", "sqs", "lambda", "https", "http", "application", "firehose"],
    },
    endpoint: { type: "string", required: true, createOnly: true },
  },
  identity: ["topic", "protocol", "endpoint"],
  computed: ["arn", "confirmationWasAuthenticated", "ownerId", "pendingConfirmation"],
  goneCodes: ["NotFound"],

  async create(aws, { topic, protocol, endpoint }) {
    const sns = await aws.sns();
    const { SubscriptionArn } = await sns.subscribe({
      TopicArn: topic,
      Protocol: protocol,
      Endpoint: endpoint,
      // Else a subscription that waits for its confirmation has no ARN in the answer.
      ReturnSubscriptionArn: true,
    });
    if (SubscriptionArn === undefined) throw new Error("AWS answered without the subscription's ARN");
    return SubscriptionArn;
  },

  async read(aws, id) {
    const sns = await aws.sns();
    const { Attributes: live } = await sns.getSubscriptionAttributes({ SubscriptionArn: id });
    if (live === undefined) return undefined;
    return {
      inputs: { topic: live["TopicArn"], protocol: live["Protocol"], endpoint: live["Endpoint"] },
      outputs: {
        arn: id,
        confirmationWasAuthenticated: live["ConfirmationWasAuthenticated"] === "true",
        ownerId: live["Owner"] ?? "",
        pendingConfirmation: live["PendingConfirmation"] === "true",
      },
    };
  },

  async delete(aws, id) {
    const sns = await aws.sns();
    try {
      await sns.unsubscribe({ SubscriptionArn: id });
    } catch (error) {
      // SNS itself removes a subscription that nobody confirms.
      const isPending = isAwsError(error, "InvalidParameter") && /pending confirmation/.test(String(error));
      if (!isPending) throw error;
    }
  },
});
