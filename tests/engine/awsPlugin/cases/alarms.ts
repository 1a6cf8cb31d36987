import type { Case } from "./case";
import { document, topicArn } from "./names";

const topicPolicy = (service: string) =>
  document({
    Sid: "Publish",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sns:Publish",
    Resource: topicArn,
  });

const transformation = { name: "RefusedPuts", namespace: "Types", value: "1" };

/** A log group with a metric filter, and an alarm to a topic. */
export const alarms: readonly Case[] = [
  {
    token: "aws:cloudwatch/logGroup:LogGroup",
    name: "group",
    id: "/types/trail",
    after: ["key"],
    inputs: { name: "/types/trail", retentionInDays: 365, kmsKeyId: "${key.arn}", tags: { team: "a" } },
    edits: [
      { inputs: { retentionInDays: 400 }, diff: "~retentionInDays" },
      { inputs: { tags: { team: "b" } }, diff: "~tags" },
      { inputs: { retentionInDays: 0 }, diff: "~retentionInDays" },
    ],
  },
  {
    token: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    name: "filter",
    id: "refused",
    after: ["group"],
    importedBy: "/types/trail:refused",
    inputs: {
      name: "refused",
      logGroupName: "/types/trail",
      pattern: '{ $.errorCode = "AccessDenied" }',
      metricTransformation: { ...transformation, defaultValue: "0" },
    },
    edits: [
      { inputs: { pattern: '{ $.errorCode = "*Denied" }' }, diff: "~pattern" },
      {
        inputs: { metricTransformation: { ...transformation, unit: "Count" } },
        diff: "~metricTransformation",
      },
    ],
    replacing: { inputs: { name: "refusals" }, diff: "~name" },
  },
  {
    token: "aws:sns/topic:Topic",
    name: "topic",
    id: "arn:aws:sns:eu-west-1:481516234299:types-alarms",
    inputs: { name: "types-alarms", kmsMasterKeyId: "${key.keyId}", tags: { team: "a" } },
    outputs: ["arn"],
    edits: [
      { inputs: { displayName: "Alarms" }, diff: "+displayName" },
      { inputs: { tags: { team: "b" } }, diff: "~tags" },
      { inputs: { kmsMasterKeyId: "alias/types" }, diff: "~kmsMasterKeyId" },
    ],
  },
  {
    token: "aws:sns/topicPolicy:TopicPolicy",
    name: "topicPolicy",
    id: "arn:aws:sns:eu-west-1:481516234299:types-alarms",
    inputs: { arn: "${topic.arn}", policy: topicPolicy("cloudwatch.amazonaws.com") },
    edits: [{ inputs: { policy: topicPolicy("events.amazonaws.com") }, diff: "~policy" }],
  },
  {
    token: "aws:sns/topicSubscription:TopicSubscription",
    name: "subscription",
    id: "arn:aws:sns:eu-west-1:481516234299:types-alarms:[0-9a-f-]{36}",
    inputs: { topic: "${topic.arn}", protocol: "email", endpoint: "sec@example.com" },
    replacing: { inputs: { endpoint: "soc@example.com" }, diff: "~endpoint" },
  },
  {
    token: "aws:cloudwatch/metricAlarm:MetricAlarm",
    name: "alarm",
    id: "types-refused",
    inputs: {
      name: "types-refused",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      evaluationPeriods: 1,
      metricName: "RefusedPuts",
      namespace: "Types",
      period: 300,
      statistic: "Sum",
      threshold: 1,
      treatMissingData: "notBreaching",
      alarmDescription: "first",
      alarmActions: ["${topic.arn}"],
      tags: { team: "a" },
    },
    edits: [
      { inputs: { alarmDescription: "second" }, diff: "~alarmDescription" },
      { inputs: { threshold: 1.5 }, diff: "~threshold" },
      { inputs: { treatMissingData: "missing" }, diff: "~treatMissingData" },
      { inputs: { okActions: ["${topic.arn}"] }, diff: "+okActions" },
      { inputs: { tags: { team: "b" } }, diff: "~tags" },
      {
        inputs: { evaluationPeriods: 2, datapointsToAlarm: 1 },
        diff: "+datapointsToAlarm,~evaluationPeriods",
      },
      { inputs: { actionsEnabled: false }, diff: "~actionsEnabled" },
    ],
    replacing: { inputs: { name: "types-refusals" }, diff: "~name" },
  },
];
