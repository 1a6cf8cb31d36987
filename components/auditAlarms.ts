import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarmTopicPolicy } from "../iam/alarmTopic";
import { alarmKinds } from "../iam/alarmKinds";
import { alarmDescriptions, countedEvents, countedKeyChanges } from "../iam/auditAlarms";
import { alarmName, alarmTopicArn, type AuditPlace } from "../iam/auditPlace";
import { alarmTopicName, auditLogGroupName, metricNamespace } from "../iam/names";
import type { Settings } from "../settings/settings";
import type { InAccount } from "./inAccount";

export interface AuditAlarmsArgs {
  readonly settings: Settings;
  readonly place: AuditPlace;
  /** Who is told; each confirms the subscription that AWS mails. */
  readonly emails: readonly string[];
  /** ARN of the key that encrypts what the topic tells. */
  readonly keyArn: pulumi.Input<string>;
  /** ARN of the key that encrypts the destination's bucket; undefined where S3 owns the key. */
  readonly bucketKeyArn: pulumi.Input<string> | undefined;
}

/** Seconds over which events are counted: an alarm tells of the first one in each such time. */
const periodSeconds = 300;

/** Counts events in the trail's log group, and tells an encrypted topic of the first that should not be. */
export class AuditAlarms extends pulumi.ComponentResource {
  /** Who depends on them finds every event counted and told of. */
  readonly counting: pulumi.Resource[];

  constructor(name: string, args: AuditAlarmsArgs, opts: InAccount) {
    super("xput:index:AuditAlarms", name, {}, opts);
    const { settings, place, emails, keyArn, bucketKeyArn } = args;
    const { namePrefix, bucket } = place;
    const topicArn = alarmTopicArn(place);
    const namespace = metricNamespace(namePrefix, bucket);
    const descriptions = alarmDescriptions(settings);

    const topic = new aws.sns.Topic(
      `${name}-topic`,
      { name: alarmTopicName(namePrefix, bucket), kmsMasterKeyId: keyArn, policy: alarmTopicPolicy(place) },
      { parent: this },
    );
    for (const email of emails) {
      new aws.sns.TopicSubscription(
        `${name}-${email}`,
        { topic: topicArn, protocol: "email", endpoint: email },
        { parent: this, dependsOn: topic },
      );
    }
    const count = (filter: string, metric: string, pattern: pulumi.Input<string>): pulumi.Resource =>
      new aws.cloudwatch.LogMetricFilter(
        `${name}-count-${filter}`,
        {
          name: filter,
          logGroupName: auditLogGroupName(namePrefix, bucket),
          pattern,
          metricTransformation: { name: metric, namespace, value: "1", defaultValue: "0" },
        },
        { parent: this },
      );
    const ofKeys = pulumi
      .all([keyArn, ...(bucketKeyArn === undefined ? [] : [bucketKeyArn])])
      .apply((arns) => countedKeyChanges(place, arns.map(keyIdOf)).pattern);
    const { name: keyFilter, alarm: keyAlarm } = countedKeyChanges(place, []);
    this.counting = [
      ...countedEvents(settings, place).map((counted) => count(counted.name, counted.alarm, counted.pattern)),
      count(keyFilter, keyAlarm, ofKeys),
      ...alarmKinds.map(
        (alarm) =>
          new aws.cloudwatch.MetricAlarm(
            `${name}-${alarm}`,
            {
              name: alarmName(place, alarm),
              alarmDescription: descriptions[alarm],
              namespace,
              metricName: alarm,
              statistic: "Sum",
              period: periodSeconds,
              evaluationPeriods: 1,
              threshold: 1,
              comparisonOperator: "GreaterThanOrEqualToThreshold",
              treatMissingData: "notBreaching",
              alarmActions: [topicArn],
            },
            { parent: this, dependsOn: topic },
          ),
      ),
    ];
    this.registerOutputs();
  }
}

function keyIdOf(keyArn: string): string {
  return keyArn.slice(keyArn.lastIndexOf("/") + 1);
}
