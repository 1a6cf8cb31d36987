import { alarmKinds } from "../alarmKinds";
import { alarmArn, alarmTopicArn, auditLogGroupArn, trailArn, type AuditPlace } from "../auditPlace";
import { nonEmpty } from "../document";
import { deployActions, type DeployGrant } from "./deployGrant";

/** Reading a trail. */
function trailReads(arn: string): DeployGrant[] {
  return [
    {
      sid: "TrailRead",
      group: "audit",
      actions: deployActions("cloudtrail", [
        ["GetTrailStatus", "read", "aws_cloudtrail, read"],
        ["GetEventSelectors", "read", "aws_cloudtrail, read"],
        ["ListTags", "read", "aws_cloudtrail, read of its tags"],
      ]),
      resources: [arn],
    },
    {
      sid: "AnyTrail",
      group: "audit",
      actions: deployActions("cloudtrail", [["DescribeTrails", "read", "aws_cloudtrail, read"]]),
      resources: ["*"],
    },
  ];
}

/** What looking at a trail that exists takes: nothing of it is changed. */
export function existingTrailGrants(arn: string): DeployGrant[] {
  return trailReads(arn);
}

/**
 * What deploying the trail with its log group, alarms and topic takes. Log bucket, key and role are not among it.
 *
 * @param withSubscriptions somebody is told of alarms by e-mail
 */
export function auditGrants(place: AuditPlace, withSubscriptions: boolean): DeployGrant[] {
  const group = auditLogGroupArn(place);
  const { partition, region, accountId } = place;
  return [
    {
      sid: "Trail",
      group: "audit",
      actions: deployActions("cloudtrail", [
        ["CreateTrail", "write", "aws_cloudtrail, create"],
        ["StartLogging", "write", "aws_cloudtrail, create"],
        ["PutEventSelectors", "write", "aws_cloudtrail, create, update"],
        ["UpdateTrail", "write", "aws_cloudtrail, update"],
        ["DeleteTrail", "write", "aws_cloudtrail, delete"],
      ]),
      resources: [trailArn(place)],
    },
    ...trailReads(trailArn(place)),
    {
      sid: "LogGroup",
      group: "audit",
      actions: deployActions("logs", [
        ["CreateLogGroup", "write", "aws_cloudwatch_log_group, create"],
        ["PutRetentionPolicy", "write", "aws_cloudwatch_log_group, create, update"],
        ["AssociateKmsKey", "write", "aws_cloudwatch_log_group, update: its key was made anew"],
        ["DeleteLogGroup", "write", "aws_cloudwatch_log_group, delete"],
        ["ListTagsForResource", "read", "aws_cloudwatch_log_group, read of its tags"],
        ["PutMetricFilter", "write", "aws_cloudwatch_log_metric_filter, create, update"],
        ["DescribeMetricFilters", "read", "aws_cloudwatch_log_metric_filter, read"],
        ["DeleteMetricFilter", "write", "aws_cloudwatch_log_metric_filter, delete"],
      ]),
      // CloudWatch Logs asks with `:*` about what a group holds, and without about its tags.
      resources: [group, `${group}:*`],
    },
    {
      sid: "AnyLogGroup",
      group: "audit",
      actions: deployActions("logs", [["DescribeLogGroups", "read", "aws_cloudwatch_log_group, read"]]),
      resources: ["*"],
    },
    {
      sid: "Alarms",
      group: "audit",
      actions: deployActions("cloudwatch", [
        ["PutMetricAlarm", "write", "aws_cloudwatch_metric_alarm, create, update"],
        ["DeleteAlarms", "write", "aws_cloudwatch_metric_alarm, delete"],
        ["ListTagsForResource", "read", "aws_cloudwatch_metric_alarm, read of its tags"],
      ]),
      resources: nonEmpty(
        alarmKinds.map((alarm) => alarmArn(place, alarm)),
        "alarms",
      ),
    },
    {
      sid: "AnyAlarm",
      group: "audit",
      actions: deployActions("cloudwatch", [["DescribeAlarms", "read", "aws_cloudwatch_metric_alarm, read"]]),
      // CloudWatch asks about all alarms, whichever are named.
      resources: [`arn:${partition}:cloudwatch:${region}:${accountId}:alarm:*`],
    },
    {
      sid: "AlarmTopic",
      group: "audit",
      actions: deployActions("sns", [
        ["CreateTopic", "write", "aws_sns_topic, create"],
        ["GetTopicAttributes", "read", "aws_sns_topic, aws_sns_topic_policy, read"],
        [
          "SetTopicAttributes",
          "write",
          "aws_sns_topic, update; aws_sns_topic_policy, create, update, delete",
        ],
        ["ListTagsForResource", "read", "aws_sns_topic, read of its tags"],
        ["DeleteTopic", "write", "aws_sns_topic, delete"],
        ...(withSubscriptions
          ? ([
              ["Subscribe", "write", "aws_sns_topic_subscription, create"],
              ["GetSubscriptionAttributes", "read", "aws_sns_topic_subscription, read"],
              ["Unsubscribe", "write", "aws_sns_topic_subscription, delete"],
            ] as const)
          : []),
      ]),
      resources: [alarmTopicArn(place)],
    },
  ];
}
