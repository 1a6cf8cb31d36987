import type { ComparisonOperator, MetricAlarm, StandardUnit, Statistic } from "@aws-sdk/client-cloudwatch";
import { defineResource } from "../resourceType";
import type { Checked } from "../schema";
import type { Aws } from "../session";
import { differs } from "./differs";
import { changeTags, tagsToAws, toldTags } from "./tags";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const standardUnits = [
  "Seconds",
  "Microseconds",
  "Milliseconds",
  "Bytes",
  "Kilobytes",
  "Megabytes",
  "Gigabytes",
  "Terabytes",
  "Bits",
  "Kilobits",
  "Megabits",
  "Gigabits",
  "Terabits",
  "Percent",
  "Count",
  "Bytes/Second",
  "Kilobytes/Second",
  "Megabytes/Second",
  "Gigabytes/Second",
  "Terabytes/Second",
  "Bits/Second",
  "Kilobits/Second",
  "Megabits/Second",
  "Gigabits/Second",
  "Terabits/Second",
  "Count/Second",
  "None",
] as const;

const inputs = {
  name: { type: "string", required: true, createOnly: true, pattern: ".{1,255}" },
  alarmDescription: { type: "string" },
  comparisonOperator: {
    type: "string",
    required: true,
    values: [
      "GreaterThanOrEqualToThreshold",
      "GreaterThanThreshold",
      "LessThanThreshold",
      "LessThanOrEqualToThreshold",
    ],
  },
  evaluationPeriods: { type: "integer", required: true, least: 1 },
  datapointsToAlarm: { type: "integer", least: 1 },
  metricName: { type: "string", required: true },
  namespace: { type: "string", required: true, pattern: "[^:].*" },
  dimensions: { type: "stringMap" },
  period: { type: "integer", required: true, least: 10 },
  statistic: {
    type: "string",
    required: true,
    values: ["SampleCount", "Average", "Sum", "Minimum", "Maximum"],
  },
  threshold: { type: "number", required: true },
  treatMissingData: {
    type: "string",
    default: "missing",
    values: ["breaching", "notBreaching", "ignore", "missing"],
  },
  unit: { type: "string", values: standardUnits },
  actionsEnabled: { type: "boolean", default: true },
  alarmActions: { type: "stringSet" },
  okActions: { type: "stringSet" },
  insufficientDataActions: { type: "stringSet" },
  tags: { type: "stringMap" },
} as const;

type Args = Checked<typeof inputs>;

/**
 * An alarm on one metric. Alarms on metric math, anomaly bands and percentiles are not served.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/metricalarm/
 */
export const metricAlarm = defineResource({
  token: "aws:cloudwatch/metricAlarm:MetricAlarm",
  title: "CloudWatch Metric Alarm",
  inputs,
  identity: ["name"],
  computed: ["arn"],
  goneCodes: ["ResourceNotFound"],

  async create(aws, args) {
    await put(aws, args, true);
    return args.name;
  },

  async read(aws, id) {
    const cloudWatch = await aws.cloudWatch();
    const { MetricAlarms: [live] = [] } = await cloudWatch.describeAlarms({
      AlarmNames: [id],
      AlarmTypes: ["MetricAlarm"],
    });
    if (live?.AlarmArn === undefined) return undefined;
    const { Tags } = await cloudWatch.listTagsForResource({ ResourceARN: live.AlarmArn });
    return { inputs: { ...toldAlarm(live), tags: toldTags(Tags) }, outputs: { arn: live.AlarmArn } };
  },

  async update(aws, id, args, olds) {
    const names = Object.keys(inputs) as (keyof typeof inputs)[];
    if (names.some((name) => name !== "tags" && differs(inputs, name, olds, args))) {
      await put(aws, args, false);
    }
    if (differs(inputs, "tags", olds, args)) {
      const cloudWatch = await aws.cloudWatch();
      const ResourceARN = `arn:${aws.partition}:cloudwatch:${aws.region}:${await aws.accountId()}:alarm:${id}`;
      await changeTags(olds.tags, args.tags, {
        remove: (TagKeys) => cloudWatch.untagResource({ ResourceARN, TagKeys }),
        set: (tags) => cloudWatch.tagResource({ ResourceARN, Tags: tagsToAws(tags) }),
      });
    }
  },

  async delete(aws, id) {
    const cloudWatch = await aws.cloudWatch();
    await cloudWatch.deleteAlarms({ AlarmNames: [id] });
  },
});

/** Makes or overwrites the alarm: what is left out is then not there. CloudWatch takes tags for a new alarm only. */
async function put(aws: Aws, args: Args, isNew: boolean): Promise<void> {
  const cloudWatch = await aws.cloudWatch();
  await cloudWatch.putMetricAlarm({
    AlarmName: args.name,
    AlarmDescription: args.alarmDescription,
    ComparisonOperator: args.comparisonOperator as ComparisonOperator,
    EvaluationPeriods: args.evaluationPeriods,
    DatapointsToAlarm: args.datapointsToAlarm,
    MetricName: args.metricName,
    Namespace: args.namespace,
    Dimensions: Object.entries(args.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
    Period: args.period,
    Statistic: args.statistic as Statistic,
    Threshold: args.threshold,
    TreatMissingData: args.treatMissingData,
    Unit: args.unit as StandardUnit | undefined,
    ActionsEnabled: args.actionsEnabled,
    AlarmActions: [...(args.alarmActions ?? [])],
    OKActions: [...(args.okActions ?? [])],
    InsufficientDataActions: [...(args.insufficientDataActions ?? [])],
    ...(isNew && { Tags: tagsToAws(args.tags) }),
  });
}

function toldAlarm(live: MetricAlarm) {
  const dimensions = (live.Dimensions ?? []).map(({ Name = "", Value = "" }) => [Name, Value] as const);
  return {
    name: live.AlarmName,
    alarmDescription: live.AlarmDescription ?? null,
    comparisonOperator: live.ComparisonOperator,
    evaluationPeriods: live.EvaluationPeriods,
    datapointsToAlarm: live.DatapointsToAlarm ?? null,
    metricName: live.MetricName,
    namespace: live.Namespace,
    dimensions: dimensions.length === 0 ? null : Object.fromEntries(dimensions),
    period: live.Period,
    statistic: live.Statistic,
    threshold: live.Threshold,
    treatMissingData: live.TreatMissingData ?? "missing",
    unit: live.Unit ?? null,
    actionsEnabled: live.ActionsEnabled,
    alarmActions: live.AlarmActions ?? null,
    okActions: live.OKActions ?? null,
    insufficientDataActions: live.InsufficientDataActions ?? null,
  };
}
