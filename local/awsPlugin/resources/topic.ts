import type { SNS } from "@aws-sdk/client-sns";
import { defineResource } from "../resourceType";
import { differs } from "./differs";
import { changeTags, tagsToAws, toldTags } from "./tags";

const inputs = {
  name: { type: "string", required: true, createOnly: true, pattern: "[0-9A-Za-z_-]{1,256}" },
  displayName: { type: "string" },
  kmsMasterKeyId: { type: "string" },
  policy: { type: "policyDocument", computed: true },
  tags: { type: "stringMap" },
} as const;

/** Inputs that SNS has as attributes of the topic. */
const attributeNames = {
  displayName: "DisplayName",
  kmsMasterKeyId: "KmsMasterKeyId",
  policy: "Policy",
} as const;
type Attribute = keyof typeof attributeNames;
const attributes = Object.keys(attributeNames) as readonly Attribute[];

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/sns/topic/ */
export const topic = defineResource({
  token: "aws:sns/topic:Topic",
  title: "SNS Topic",
  inputs,
  identity: ["name"],
  computed: ["arn", "owner"],
  goneCodes: ["NotFound"],

  async create(aws, args) {
    const sns = await aws.sns();
    const { TopicArn } = await sns.createTopic({
      Name: args.name,
      ...(args.tags && { Tags: tagsToAws(args.tags) }),
    });
    if (TopicArn === undefined) throw new Error("AWS answered without the topic's ARN");
    return TopicArn;
  },

  async settle(aws, args, id) {
    const sns = await aws.sns();
    for (const name of attributes) {
      const value = args[name];
      if (value !== undefined && value !== "") await setAttribute(sns, id, name, value);
    }
  },

  async read(aws, id) {
    const sns = await aws.sns();
    const { Attributes: live = {} } = await sns.getTopicAttributes({ TopicArn: id });
    const { Tags } = await sns.listTagsForResource({ ResourceArn: id });
    return {
      inputs: {
        name: id.slice(id.lastIndexOf(":") + 1),
        displayName: live["DisplayName"] ?? null,
        kmsMasterKeyId: live["KmsMasterKeyId"] ?? null,
        policy: live["Policy"] ?? null,
        tags: toldTags(Tags),
      },
      outputs: { arn: id, owner: live["Owner"] ?? "" },
    };
  },

  async update(aws, id, args, olds) {
    const sns = await aws.sns();
    for (const name of attributes) {
      if (differs(inputs, name, olds, args)) await setAttribute(sns, id, name, args[name] ?? "");
    }
    if (differs(inputs, "tags", olds, args)) {
      await changeTags(olds.tags, args.tags, {
        remove: (TagKeys) => sns.untagResource({ ResourceArn: id, TagKeys }),
        set: (tags) => sns.tagResource({ ResourceArn: id, Tags: tagsToAws(tags) }),
      });
    }
  },

  async delete(aws, id) {
    const sns = await aws.sns();
    await sns.deleteTopic({ TopicArn: id });
  },
});

async function setAttribute(sns: SNS, TopicArn: string, name: Attribute, AttributeValue: string) {
  await sns.setTopicAttributes({ TopicArn, AttributeName: attributeNames[name], AttributeValue });
}
