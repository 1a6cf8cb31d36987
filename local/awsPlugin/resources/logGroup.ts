import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { defineResource } from "../resourceType";
import { differs } from "./differs";
import { changeTags, toldTagMap } from "./tags";

/**
 * The retentions that CloudWatch Logs takes, in days; 0 keeps events for ever.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const retentionDays: readonly number[] = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288,
  3_653,
];

const inputs = {
  name: { type: "string", required: true, createOnly: true, pattern: "[.\\-_/#A-Za-z0-9]{1,512}" },
  retentionInDays: { type: "integer", default: 0, values: retentionDays },
  kmsKeyId: { type: "string" },
  tags: { type: "stringMap" },
} as const;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/loggroup/ */
export const logGroup = defineResource({
  token: "aws:cloudwatch/logGroup:LogGroup",
  title: "CloudWatch Logs Log Group",
  inputs,
  identity: ["name"],
  computed: ["arn"],
  goneCodes: ["ResourceNotFound"],

  async create(aws, args) {
    const logs = await aws.logs();
    await logs.createLogGroup({
      logGroupName: args.name,
      kmsKeyId: args.kmsKeyId,
      // The service refuses an empty map of tags.
      ...(args.tags === undefined || Object.keys(args.tags).length === 0 ? {} : { tags: args.tags }),
    });
    return args.name;
  },

  async settle(aws, args, id) {
    if (args.retentionInDays > 0) await retain(await aws.logs(), id, args.retentionInDays);
  },

  async read(aws, id) {
    const logs = await aws.logs();
    for (let nextToken: string | undefined; ;) {
      const page = await logs.describeLogGroups({ logGroupNamePrefix: id, nextToken });
      const live = page.logGroups?.find(({ logGroupName }) => logGroupName === id);
      if (live !== undefined) {
        // The service tells the ARN with `:*` behind it, which is that of the streams.
        const arn = (live.arn ?? "").replace(/:\*$/, "");
        const { tags } = await logs.listTagsForResource({ resourceArn: arn });
        return {
          inputs: {
            name: id,
            retentionInDays: live.retentionInDays ?? 0,
            kmsKeyId: live.kmsKeyId ?? null,
            tags: toldTagMap(tags),
          },
          outputs: { arn },
        };
      }
      nextToken = page.nextToken;
      if (nextToken === undefined) return undefined;
    }
  },

  async update(aws, id, args, olds) {
    const logs = await aws.logs();
    if (differs(inputs, "retentionInDays", olds, args)) await retain(logs, id, args.retentionInDays);
    if (differs(inputs, "kmsKeyId", olds, args)) {
      if (args.kmsKeyId === undefined) await logs.disassociateKmsKey({ logGroupName: id });
      else await logs.associateKmsKey({ logGroupName: id, kmsKeyId: args.kmsKeyId });
    }
    if (differs(inputs, "tags", olds, args)) {
      const resourceArn = `arn:${aws.partition}:logs:${aws.region}:${await aws.accountId()}:log-group:${id}`;
      await changeTags(olds.tags, args.tags, {
        remove: (tagKeys) => logs.untagResource({ resourceArn, tagKeys }),
        set: (tags) => logs.tagResource({ resourceArn, tags }),
      });
    }
  },

  async delete(aws, id) {
    const logs = await aws.logs();
    await logs.deleteLogGroup({ logGroupName: id });
  },
});

async function retain(logs: CloudWatchLogs, logGroupName: string, days: number): Promise<void> {
  if (days > 0) await logs.putRetentionPolicy({ logGroupName, retentionInDays: days });
  else await logs.deleteRetentionPolicy({ logGroupName });
}
