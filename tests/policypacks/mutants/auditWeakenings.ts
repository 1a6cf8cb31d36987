import { each, replace, set, type Weakening, weakenings } from "./weakening";

type Selector = Readonly<Record<string, unknown>> & {
  readonly fieldSelectors: readonly Readonly<Record<string, unknown>>[];
};

const fields =
  (by: (fields: Selector["fieldSelectors"]) => Selector["fieldSelectors"]) =>
  (selector: unknown): unknown => ({
    ...(selector as Selector),
    fieldSelectors: by((selector as Selector).fieldSelectors),
  });

/** Every single way to let keys, trails, logs, alarms and scans protect, record or tell less. */
export const auditWeakenings: readonly Weakening[] = [
  ...weakenings("aws:kms/key:Key", "key", {
    "does not rotate": set("enableKeyRotation", false),
    "rotates after seven years": set("rotationPeriodInDays", 2560),
    "deleted after a week": set("deletionWindowInDays", 7),
    "not in use": set("isEnabled", false),
    "may lock everybody out": set("bypassPolicyLockoutSafetyCheck", true),
    "the policy of the default": set("policy", undefined),
  }),
  ...weakenings("aws:kms/alias:Alias", "key", { "of another key": set("targetKeyId", "elsewhere") }),
  ...weakenings("aws:cloudtrail/trail:Trail", "trail", {
    "not logging": set("enableLogging", false),
    "one region": set("isMultiRegionTrail", false),
    "without global services": set("includeGlobalServiceEvents", false),
    "without validation": set("enableLogFileValidation", false),
    "without a key": set("kmsKeyId", undefined),
    "without CloudWatch Logs": (props) =>
      set("cloudWatchLogsRoleArn", undefined)(set("cloudWatchLogsGroupArn", undefined)(props)),
    "to another log group": set(
      "cloudWatchLogsGroupArn",
      "arn:aws:logs:eu-west-1:999999999999:log-group:elsewhere:*",
    ),
    "to another bucket": set("s3BucketName", "elsewhere"),
    "without selectors": set("advancedEventSelectors", undefined),
    ...each("advancedEventSelectors", "without selector", () => undefined),
    ...each(
      "advancedEventSelectors",
      "only reads by selector",
      fields((all) => [
        ...all.filter(({ field }) => field !== "readOnly"),
        { field: "readOnly", equals: ["true"] },
      ]),
    ),
    ...each(
      "advancedEventSelectors",
      "all but one name by selector",
      fields((all) => [...all, { field: "eventName", notEquals: ["PutObject"] }]),
    ),
    ...each(
      "advancedEventSelectors",
      "a part of the objects by selector",
      fields((all) =>
        all.map((one) => {
          const { startsWiths } = one;
          return Array.isArray(startsWiths)
            ? { ...one, startsWiths: startsWiths.map((start: unknown) => `${String(start)}part/`) }
            : one;
        }),
      ),
    ),
  }),
  ...weakenings("aws:cloudwatch/logGroup:LogGroup", "retention", {
    "kept for a day": set("retentionInDays", 1),
  }),
  ...weakenings("aws:cloudwatch/logGroup:LogGroup", "encryption", {
    "without a key": set("kmsKeyId", undefined),
  }),
  ...weakenings("aws:cloudwatch/logMetricFilter:LogMetricFilter", "alarm", {
    "counts less": replace("pattern", (pattern) => {
      const inner = String(pattern).replace(/^\{|\}$/g, "");
      return `{(${inner})&&($.awsRegion="eu-north-1")}`;
    }),
    "counts nothing": set("metricTransformation.value", "0"),
    "counts for another alarm": set("metricTransformation.name", "elsewhere"),
    "of another log group": set("logGroupName", "elsewhere"),
  }),
  ...weakenings("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", {
    "tells nobody": set("alarmActions", []),
    "tells another topic": set("alarmActions", ["arn:aws:sns:eu-west-1:999999999999:elsewhere"]),
    "actions off": set("actionsEnabled", false),
    "goes off late": set("threshold", 1000),
    "waits long": set("evaluationPeriods", 100),
    "watches another metric": set("metricName", "elsewhere"),
    "goes off when it is quiet": set("comparisonOperator", "LessThanThreshold"),
  }),
  ...weakenings("aws:sns/topicSubscription:TopicSubscription", "alarm", {
    "tells somebody else": set("endpoint", "other@example.net"),
    "of another topic": set("topic", "arn:aws:sns:eu-west-1:999999999999:elsewhere"),
    "tells of some": set("filterPolicy", '{"kind":["none"]}'),
  }),
  ...weakenings("aws:sns/topic:Topic", "encryption", { "without a key": set("kmsMasterKeyId", undefined) }),
  ...weakenings("aws:sns/topic:Topic", "other protection", { "without a policy": set("policy", undefined) }),
  ...weakenings("aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan", "other protection", {
    ...each("protectedResource.s3Bucket.objectPrefixes", "without prefix", () => undefined),
    "of another bucket": set("protectedResource.s3Bucket.bucketName", "elsewhere"),
    "without tags": set("actions", undefined),
  }),
];
