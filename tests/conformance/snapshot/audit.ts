import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { SNS } from "@aws-sdk/client-sns";
import { type Entries, ifAny, type Viewer } from "./entry";

/** Every trail with its selectors, and whether it records. */
export async function trailEntries({ config }: Viewer): Promise<Entries> {
  const trails = new CloudTrail(config);
  try {
    const { trailList = [] } = await trails.describeTrails({});
    const entries = trailList.map(async (trail): Promise<Entries> => {
      const { TrailARN = "" } = trail;
      const { IsLogging } = await trails.getTrailStatus({ Name: TrailARN });
      const tags = await trails.listTags({ ResourceIdList: [TrailARN] });
      return [
        [`trail ${TrailARN}`, { ...trail, IsLogging }],
        [`trail ${TrailARN} selectors`, await trails.getEventSelectors({ TrailName: TrailARN })],
        [`trail ${TrailARN} tags`, tags.ResourceTagList],
      ];
    });
    return (await Promise.all(entries)).flat();
  } finally {
    trails.destroy();
  }
}

/** Every log group with its metric filters. */
export async function logEntries({ config }: Viewer): Promise<Entries> {
  const logs = new CloudWatchLogs(config);
  try {
    const { logGroups = [] } = await logs.describeLogGroups({});
    const entries = logGroups.map(async (group): Promise<Entries> => {
      const { logGroupName = "", logGroupArn = "" } = group;
      const { metricFilters = [] } = await logs.describeMetricFilters({ logGroupName });
      const { tags } = await logs.listTagsForResource({ resourceArn: logGroupArn });
      return [
        [`log group ${logGroupName}`, group],
        [`log group ${logGroupName} tags`, tags],
        ...metricFilters.map(
          (filter) => [`log group ${logGroupName} filter ${filter.filterName}`, filter] as const,
        ),
      ];
    });
    return (await Promise.all(entries)).flat();
  } finally {
    logs.destroy();
  }
}

/** Every alarm. */
export async function alarmEntries({ config }: Viewer): Promise<Entries> {
  const watch = new CloudWatch(config);
  try {
    const { MetricAlarms = [] } = await watch.describeAlarms({});
    const entries = MetricAlarms.map(async (alarm): Promise<Entries> => {
      const { AlarmName, AlarmArn } = alarm;
      const { Tags } = await watch.listTagsForResource({ ResourceARN: AlarmArn });
      return [
        [`alarm ${AlarmName}`, alarm],
        [`alarm ${AlarmName} tags`, Tags],
      ];
    });
    return (await Promise.all(entries)).flat();
  } finally {
    watch.destroy();
  }
}

/** Every topic with its subscriptions. */
export async function topicEntries({ config }: Viewer): Promise<Entries> {
  const sns = new SNS(config);
  try {
    const { Topics = [] } = await sns.listTopics({});
    const entries = Topics.map(async ({ TopicArn = "" }): Promise<Entries> => {
      const { Subscriptions = [] } = await sns.listSubscriptionsByTopic({ TopicArn });
      const { Attributes } = await sns.getTopicAttributes({ TopicArn });
      const { Tags } = await sns.listTagsForResource({ ResourceArn: TopicArn });
      return [
        [`topic ${TopicArn}`, Attributes],
        [`topic ${TopicArn} tags`, Tags],
        ...(await Promise.all(
          Subscriptions.map(async ({ Endpoint, SubscriptionArn = "" }) => {
            const isPending = !SubscriptionArn.startsWith("arn:");
            const attributes = isPending
              ? undefined
              : ifAny(sns.getSubscriptionAttributes({ SubscriptionArn }));
            return [
              `topic ${TopicArn} tells ${Endpoint}`,
              { isPending, attributes: await attributes },
            ] as const;
          }),
        )),
      ];
    });
    return (await Promise.all(entries)).flat();
  } finally {
    sns.destroy();
  }
}
