import type { Call, Caller, Need, Reading } from "../../model";
import { objectsMember, textMember, textsMember } from "../askJson";
import { jsonError } from "../jsonAnswer";
import { ownNeeds } from "../ownNeeds";
import { requestTagKeys } from "../tagContext";

/** What an operation is about: alarms by one name or several, any alarm, a tagged resource, metrics (no resource). */
type About = "alarm" | "alarms" | "anyAlarm" | "resource" | "metrics";

const operations: Readonly<Record<string, About>> = {
  DeleteAlarms: "alarms",
  // CloudWatch asks about all alarms, whichever are named: a narrower permission does not do.
  DescribeAlarms: "anyAlarm",
  DescribeAlarmHistory: "anyAlarm",
  DescribeAlarmsForMetric: "metrics",
  DisableAlarmActions: "alarms",
  EnableAlarmActions: "alarms",
  GetMetricData: "metrics",
  GetMetricStatistics: "metrics",
  ListMetrics: "metrics",
  ListTagsForResource: "resource",
  PutMetricAlarm: "alarm",
  PutMetricData: "metrics",
  SetAlarmState: "alarm",
  TagResource: "resource",
  UntagResource: "resource",
};

/** Like `arn:aws:cloudwatch:eu-west-1:111111111111:alarm:refused-puts`. */
export function alarmArn(account: string, region: string, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

/**
 * What a call to CloudWatch needs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function readMonitoring(call: Call, caller: Caller): Reading {
  const { operation, parameters } = call;
  const about = operations[operation];
  if (about === undefined) return { kind: "unmodelled", what: `monitoring ${operation}` };
  const tagged = operation === "PutMetricAlarm" && objectsMember(parameters, "Tags").length > 0;
  return ownNeeds("cloudwatch", call, caller, (account) => ({
    resources: resourcesOf(about, call, account),
    context: { ...ownKeys(operation, parameters), ...requestTagKeys(parameters, "Tags") },
    taggedBy: tagged ? "TagResource" : undefined,
    unknown: () => jsonError("ResourceNotFoundException", "Alarm resource not found"),
  }));
}

function resourcesOf(about: About, { parameters, region }: Call, account: string): readonly string[] {
  switch (about) {
    case "alarm":
      return [alarmArn(account, region, textMember(parameters, "AlarmName") ?? "")];
    case "alarms":
      return textsMember(parameters, "AlarmNames").map((name) => alarmArn(account, region, name));
    case "anyAlarm":
      return [alarmArn(account, region, "*")];
    case "resource":
      return [textMember(parameters, "ResourceARN") ?? alarmArn(account, region, "")];
    case "metrics":
      return ["*"];
  }
}

function ownKeys(operation: string, parameters: Call["parameters"]): Need["context"] {
  if (operation === "PutMetricAlarm") {
    const names = ["AlarmActions", "OKActions", "InsufficientDataActions"];
    const actions = names.flatMap((name) => textsMember(parameters, name));
    return actions.length === 0 ? {} : { "cloudwatch:AlarmActions": actions };
  }
  const namespace = textMember(parameters, "Namespace");
  return operation === "PutMetricData" && namespace !== undefined
    ? { "cloudwatch:namespace": namespace }
    : {};
}
