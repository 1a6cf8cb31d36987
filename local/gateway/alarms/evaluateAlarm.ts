import { objectsMember, textMember, textsMember } from "../services/askJson";
import type { MetricName, MetricPoint } from "./metricPoints";

/** A metric alarm as far as it is evaluated. */
export interface MetricAlarm {
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly metric: MetricName;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  /** How many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missingData: "missing" | "ignore" | "breaching" | "notBreaching";
  readonly actionsEnabled: boolean;
  /** ARNs by the state that they are for. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  readonly state: AlarmState;
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
type Statistic = "SampleCount" | "Average" | "Sum" | "Minimum" | "Maximum";
type Comparison =
  | "GreaterThanOrEqualToThreshold"
  | "GreaterThanThreshold"
  | "LessThanThreshold"
  | "LessThanOrEqualToThreshold";

const statistics: readonly string[] = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
const comparisons: readonly string[] = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
];

/**
 * Reads an alarm as DescribeAlarms tells it; undefined for one on metric math, percentiles or anomaly bands, which
 * keep the state that SetAlarmState gives them.
 */
export function readMetricAlarm(members: Readonly<Record<string, unknown>>): MetricAlarm | undefined {
  const text = (name: string) => textMember(members, name) ?? "";
  const number = (name: string) => (typeof members[name] === "number" ? members[name] : undefined);
  const statistic = text("Statistic");
  const comparison = text("ComparisonOperator");
  const extended = text("ExtendedStatistic") !== "" || objectsMember(members, "Metrics").length > 0;
  if (extended || !statistics.includes(statistic) || !comparisons.includes(comparison)) return undefined;
  const evaluationPeriods = number("EvaluationPeriods") ?? 1;
  const missing = text("TreatMissingData");
  const state = text("StateValue");
  return {
    arn: text("AlarmArn"),
    name: text("AlarmName"),
    description: text("AlarmDescription"),
    metric: {
      namespace: text("Namespace"),
      metricName: text("MetricName"),
      dimensions: Object.fromEntries(
        objectsMember(members, "Dimensions").map((dimension) => [
          textMember(dimension, "Name") ?? "",
          textMember(dimension, "Value") ?? "",
        ]),
      ),
    },
    statistic: statistic as Statistic,
    periodSeconds: number("Period") ?? 60,
    evaluationPeriods,
    datapointsToAlarm: number("DatapointsToAlarm") ?? evaluationPeriods,
    threshold: number("Threshold") ?? 0,
    comparison: comparison as Comparison,
    missingData:
      missing === "ignore" || missing === "breaching" || missing === "notBreaching" ? missing : "missing",
    actionsEnabled: members["ActionsEnabled"] !== false,
    actions: {
      OK: textsMember(members, "OKActions"),
      ALARM: textsMember(members, "AlarmActions"),
      INSUFFICIENT_DATA: textsMember(members, "InsufficientDataActions"),
    },
    state: state === "OK" || state === "ALARM" ? state : "INSUFFICIENT_DATA",
  };
}

/** A state, and why. */
export interface Evaluation {
  readonly state: AlarmState;
  readonly reason: string;
}

/**
 * The state that an alarm's metric gives it; undefined where it keeps the one that it has.
 *
 * Periods are counted back from this moment, so that an alarm does not wait for the end of a period as AWS's may.
 *
 * @param pointIn the points from a moment on to another one, in milliseconds since 1970
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluateAlarm(
  alarm: MetricAlarm,
  now: number,
  pointIn: (from: number, before: number) => MetricPoint | undefined,
): Evaluation | undefined {
  const { evaluationPeriods, datapointsToAlarm, missingData, threshold, comparison } = alarm;
  const periodMilliseconds = alarm.periodSeconds * 1_000;
  const values = Array.from({ length: evaluationPeriods }, (_, index) => {
    // The running second belongs to the newest period.
    const before = now + 1_000 - index * periodMilliseconds;
    const point = pointIn(before - periodMilliseconds, before);
    return point === undefined ? undefined : statisticOf(alarm.statistic, point);
  });
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0 && missingData === "ignore") return undefined;
  if (known.length === 0 && missingData === "missing") {
    return { state: "INSUFFICIENT_DATA", reason: "Insufficient Data: no datapoints were received" };
  }
  const breaching = values.filter((value) =>
    value === undefined ? missingData === "breaching" : breaches(value, comparison, threshold),
  );
  const state = breaching.length >= datapointsToAlarm ? "ALARM" : "OK";
  const found = known.length === 0 ? "no datapoints were received" : `datapoints were [${known.join(", ")}]`;
  const reason = `Threshold Crossed: ${breaching.length} out of the last ${evaluationPeriods} datapoints breached the threshold (${comparison} ${threshold}): ${found}`;
  return { state, reason };
}

function statisticOf(statistic: Statistic, point: MetricPoint): number {
  switch (statistic) {
    case "SampleCount":
      return point.sampleCount;
    case "Average":
      return point.sum / point.sampleCount;
    case "Sum":
      return point.sum;
    case "Minimum":
      return point.minimum;
    case "Maximum":
      return point.maximum;
  }
}

function breaches(value: number, comparison: Comparison, threshold: number): boolean {
  switch (comparison) {
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "GreaterThanThreshold":
      return value > threshold;
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
  }
}
