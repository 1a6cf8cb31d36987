import type { OwnTrail } from "../audit";
import { alarms, logGroupName, topicArn, topicName } from "./alarms";
import type { ConditionBlock } from "./declared";
import type { MeantPlace } from "./place";

/** A resource that must be in the stack, as the policy pack takes it. */
export interface DeclaredGuard {
  readonly type: string;
  readonly named: Readonly<Record<string, unknown>>;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly unset?: Readonly<Record<string, unknown>>;
}

/** What the policy of a topic allows and refuses. */
export interface DeclaredTopic {
  readonly topicArn: string;
  readonly uses: readonly {
    readonly who: readonly string[];
    readonly actions: readonly string[];
    readonly conditions: ConditionBlock;
  }[];
  readonly refusals: readonly { readonly actions: readonly string[]; readonly conditions: ConditionBlock }[];
}

/** What is meant to guard, record and tell beside policies, keys and trails. */
export function guards(place: MeantPlace): readonly DeclaredGuard[] {
  const { destination, audit } = place.settings;
  const { eventBridge, forceDestroy, malwareScan, accessLogs, replication } = destination;
  const buckets = [
    place.bucket,
    ...(audit.kind === "trail" ? [place.auditBucket(audit.bucket)] : []),
    ...(accessLogs === undefined ? [] : [place.accessLogBucket(accessLogs.bucket)]),
    ...(replication === undefined ? [] : [replication.bucket]),
  ];
  return [
    ...buckets.map((bucket) => ({
      type: "aws:s3/bucket:Bucket",
      named: { bucket },
      ...(forceDestroy ? {} : { unset: { forceDestroy: true } }),
    })),
    ...(audit.kind === "trail" ? auditGuards(place, audit) : []),
    ...(accessLogs === undefined
      ? []
      : [
          {
            type: "aws:s3/bucketLogging:BucketLogging",
            named: { bucket: place.bucket },
            set: { targetBucket: place.accessLogBucket(accessLogs.bucket) },
          },
        ]),
    ...(eventBridge
      ? [
          {
            type: "aws:s3/bucketNotification:BucketNotification",
            named: { bucket: place.bucket },
            set: { eventbridge: true },
          },
        ]
      : []),
    ...(malwareScan === undefined
      ? []
      : [
          {
            type: "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan",
            named: { protectedResource: { s3Bucket: { bucketName: place.bucket } } },
            set: {
              actions: [{ taggings: [{ status: "ENABLED" }] }],
              protectedResource: { s3Bucket: { objectPrefixes: malwareScan.prefixes } },
            },
          },
        ]),
    ...(replication === undefined
      ? []
      : [
          {
            type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
            named: { bucket: place.bucket },
            set: {
              role: place.ownRole("replication"),
              rules: [
                {
                  status: "Enabled",
                  filter: { prefix: "" },
                  destination: { bucket: place.arnOfBucket(replication.bucket), account: null },
                },
              ],
            },
          },
        ]),
  ];
}

/** Who is told of what: the log group, what counts in it, the alarms, and the people. */
function auditGuards(place: MeantPlace, audit: OwnTrail): readonly DeclaredGuard[] {
  const namespace = `${place.settings.namePrefix}/${place.bucket}`;
  const logGroup = logGroupName(place);
  return [
    {
      type: "aws:cloudtrail/trail:Trail",
      named: { s3BucketName: place.auditBucket(audit.bucket) },
      set: { cloudWatchLogsGroupArn: `${place.own("logs", `log-group:${logGroup}`)}:*` },
    },
    { type: "aws:cloudwatch/logGroup:LogGroup", named: { name: logGroup } },
    { type: "aws:sns/topic:Topic", named: { name: topicName(place) }, unset: { policy: null } },
    ...alarms.flatMap(({ kind, counters }): readonly DeclaredGuard[] => [
      {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        named: { name: `${place.settings.namePrefix}-${place.bucket}-${kind}` },
        set: {
          namespace,
          metricName: kind,
          statistic: "Sum",
          threshold: 1,
          evaluationPeriods: 1,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          alarmActions: [topicArn(place)],
        },
        unset: { actionsEnabled: false },
      },
      ...counters.map((name) => ({
        type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
        named: { name, logGroupName: logGroup },
        set: { metricTransformation: { name: kind, namespace, value: "1" } },
      })),
    ]),
    ...audit.alarmEmails.map((endpoint) => ({
      type: "aws:sns/topicSubscription:TopicSubscription",
      named: { endpoint, protocol: "email" },
      set: { topic: topicArn(place), filterPolicy: null },
    })),
  ];
}

/** The topic of the alarms: they publish for themselves, over TLS. */
export function topics(place: MeantPlace): readonly DeclaredTopic[] {
  if (place.settings.audit.kind !== "trail") return [];
  const publish = ["sns:Publish"];
  const sources = alarms.map(({ kind }) =>
    place.own("cloudwatch", `alarm:${place.settings.namePrefix}-${place.bucket}-${kind}`),
  );
  return [
    {
      topicArn: topicArn(place),
      uses: [
        {
          who: ["cloudwatch.amazonaws.com"],
          actions: publish,
          conditions: {
            StringEquals: { "aws:SourceArn": sources, "aws:SourceAccount": [place.account] },
          },
        },
      ],
      refusals: [{ actions: publish, conditions: { Bool: { "aws:SecureTransport": ["false"] } } }],
    },
  ];
}
