import type { MessageList } from "../messages/messageList";
import { publishAsService } from "../messages/publishAsService";
import { askJson, objectsMember } from "../services/askJson";
import { moduleMap } from "../state/keptMap";
import type { CachedReader } from "../store/reader";
import { evaluateAlarm, readMetricAlarm, type AlarmState, type MetricAlarm } from "./evaluateAlarm";
import { MetricPoints, type MetricName, type MetricPoint } from "./metricPoints";
import { fromStored } from "./storedActions";

/** A value that was reported for a metric. */
export interface Reported extends MetricName {
  readonly point: MetricPoint;
}

/** Where alarms and metrics are. */
export interface Place {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** Where alarms were made or values reported. */
const places = moduleMap<Place>("alarmPlace", 10_000);
/** The state that was acted on, by ARN. */
const states = moduleMap<AlarmState>("alarmState", 10_000);

/**
 * Gives alarms their states and sends their messages.
 *
 * The store keeps alarms and their history; it has a way of its own to evaluate them, which knows neither dimensions
 * nor missing data, so what it makes of them is put right.
 */
export class AlarmWatcher {
  private readonly points = new MetricPoints();

  constructor(
    private readonly store: CachedReader,
    private readonly messages: MessageList,
  ) {}

  /** Notes that there are alarms somewhere, or that one was changed or given a state there. */
  note(place: Place): void {
    if (!places.has(placeName(place))) places.set(placeName(place), place);
    this.store.forget([`${place.account}/monitoring`]);
  }

  /** Notes that an alarm was made. @param arn its ARN; one that was there before keeps its state */
  noteNew(place: Place, arn: string): void {
    this.note(place);
    if (!states.has(arn)) states.set(arn, "INSUFFICIENT_DATA");
  }

  /** Forgets alarms that are gone: one of the same name begins anew. */
  forget(place: Place, arns: readonly string[]): void {
    this.note(place);
    for (const arn of arns) states.delete(arn);
  }

  /** Takes values that were reported. */
  report(place: Place, reported: readonly Reported[]): void {
    this.note(place);
    for (const { point, ...metric } of reported) this.points.add(placeName(place), metric, point);
  }

  /** Acts on a state that SetAlarmState gave. */
  async act(place: Place): Promise<void> {
    this.note(place);
    for (const alarm of await this.alarms(place))
      await this.enter(alarm, alarm.state, "SetAlarmState", place);
  }

  /** Evaluates every alarm. @throws StoreError when the store does not answer */
  async evaluate(): Promise<void> {
    for (const [, place] of places.entries()) {
      for (const alarm of await this.alarms(place)) await this.evaluateOne(alarm, place);
    }
  }

  private async evaluateOne(alarm: MetricAlarm, place: Place): Promise<void> {
    const now = Date.now();
    const evaluation = evaluateAlarm(alarm, now, (from, before) =>
      this.points.within(placeName(place), alarm.metric, from, before),
    );
    const { state, reason } = evaluation ?? { state: states.get(alarm.arn) ?? alarm.state, reason: "" };
    if (state !== alarm.state) {
      const parameters = { AlarmName: alarm.name, StateValue: state, StateReason: reason };
      await this.ask(place, "SetAlarmState", parameters);
      this.store.forget([`${place.account}/monitoring`]);
    }
    await this.enter(alarm, state, reason, place);
  }

  private async enter(alarm: MetricAlarm, state: AlarmState, reason: string, place: Place): Promise<void> {
    const before = states.get(alarm.arn) ?? alarm.state;
    if (states.get(alarm.arn) !== state) states.set(alarm.arn, state);
    if (before === state || !alarm.actionsEnabled) return;
    const message = JSON.stringify(messageOf(alarm, before, state, reason, place));
    const subject = `${state}: "${alarm.name}" in ${place.region}`.slice(0, 100);
    for (const stored of alarm.actions[state]) {
      const topicArn = fromStored(stored);
      if (!/^arn:aws:sns:/.test(topicArn)) continue;
      await publishAsService(this.store, this.messages, {
        service: "cloudwatch.amazonaws.com",
        topicArn,
        sourceArn: alarm.arn,
        sourceAccount: place.account,
        subject,
        message,
      });
    }
  }

  private async alarms(place: Place): Promise<readonly MetricAlarm[]> {
    const { account } = place;
    return this.store.cached([`${account}/monitoring`], `monitoring/alarms/${placeName(place)}`, async () => {
      const alarms: MetricAlarm[] = [];
      let token: unknown;
      do {
        const page = await this.ask(place, "DescribeAlarms", token === undefined ? {} : { NextToken: token });
        alarms.push(
          ...objectsMember(page.members, "MetricAlarms").flatMap((members) => readMetricAlarm(members) ?? []),
        );
        token = page.members["NextToken"];
      } while (typeof token === "string" && token !== "");
      return alarms;
    });
  }

  private ask({ account, region }: Place, operation: string, parameters: Readonly<Record<string, unknown>>) {
    return askJson(this.store, { service: "monitoring", account, region, operation, parameters });
  }
}

function placeName({ account, region }: Place): string {
  return `${account} ${region}`;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-SNS.html */
function messageOf(
  alarm: MetricAlarm,
  before: AlarmState,
  state: AlarmState,
  reason: string,
  { account, region }: Place,
): Readonly<Record<string, unknown>> {
  const { metric } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description,
    AWSAccountId: account,
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: new Date().toISOString().replace("Z", "+0000"),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: before,
    Trigger: {
      MetricName: metric.metricName,
      Namespace: metric.namespace,
      StatisticType: "Statistic",
      Statistic: alarm.statistic.toUpperCase(),
      Dimensions: Object.entries(metric.dimensions).map(([name, value]) => ({ name, value })),
      Period: alarm.periodSeconds,
      EvaluationPeriods: alarm.evaluationPeriods,
      ComparisonOperator: alarm.comparison,
      Threshold: alarm.threshold,
      TreatMissingData: alarm.missingData,
    },
  };
}
