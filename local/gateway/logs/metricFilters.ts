import type { AlarmWatcher, Place, Reported } from "../alarms/alarmWatcher";
import { askJson, isMembers, objectsMember, textMember } from "../services/askJson";
import type { StoreReader } from "../store";
import { readFilterPattern, type MessageTest } from "./filterPattern";
import type { LogEvent, LoggedEvents } from "./logged";
import { numberAt, textAt } from "./matchJson";
import { readSelector, type Selector } from "./jsonPattern";

/** A metric filter that was read. */
interface MetricFilter {
  readonly matches: MessageTest;
  readonly transformations: readonly Transformation[];
}

interface Transformation {
  readonly namespace: string;
  readonly metricName: string;
  /** A number for every match, or where the number stands. */
  readonly value: number | Selector;
  /** What a batch without a match reports. */
  readonly defaultValue: number | undefined;
  readonly dimensions: readonly (readonly [name: string, selector: Selector])[];
  readonly unit: string;
}

/**
 * Counts what metric filters mean in events that a log group took, and reports it to CloudWatch.
 *
 * @throws StoreError when the store does not answer
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export async function countLogged(
  store: StoreReader,
  watcher: AlarmWatcher,
  { account, region, groupName, events }: LoggedEvents,
): Promise<void> {
  const filters = await filtersOf(store, { account, region }, groupName);
  const counted = filters.flatMap((filter) => countOne(filter, events));
  if (counted.length === 0) return;
  const byNamespace = new Map<string, Counted[]>();
  for (const one of counted) {
    byNamespace.set(one.namespace, [...(byNamespace.get(one.namespace) ?? []), one]);
  }
  for (const [Namespace, values] of byNamespace) {
    const MetricData = values.map(({ metricName, dimensions, point, unit }) => ({
      MetricName: metricName,
      Timestamp: Math.floor(point.at / 1_000),
      Value: point.sum,
      Unit: unit,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    }));
    const parameters = { Namespace, MetricData };
    await askJson(store, { service: "monitoring", account, region, operation: "PutMetricData", parameters });
  }
  watcher.report({ account, region }, counted);
}

interface Counted extends Reported {
  readonly unit: string;
}

async function filtersOf(
  store: StoreReader,
  { account, region }: Place,
  logGroupName: string,
): Promise<readonly MetricFilter[]> {
  const name = `logs/metricFilters/${account}/${region}/${logGroupName}`;
  return store.cached([`${account}/logs`], name, async () => {
    const { members } = await askJson(store, {
      service: "logs",
      account,
      region,
      operation: "DescribeMetricFilters",
      parameters: { logGroupName },
    });
    return objectsMember(members, "metricFilters").flatMap((filter) => readFilter(filter) ?? []);
  });
}

/** What came to the store another way than through the gateway's check counts nothing. */
function readFilter(members: Readonly<Record<string, unknown>>): MetricFilter | undefined {
  const read = readFilterPattern(textMember(members, "filterPattern") ?? "");
  if (!read.ok) return undefined;
  const transformations = objectsMember(members, "metricTransformations").flatMap(
    (transformation) => readTransformation(transformation) ?? [],
  );
  return { matches: read.matches, transformations };
}

function readTransformation(members: Readonly<Record<string, unknown>>): Transformation | undefined {
  const { defaultValue, dimensions } = members;
  const value = textMember(members, "metricValue") ?? "";
  const selector = readSelector(value);
  if (selector === undefined && !Number.isFinite(Number(value))) return undefined;
  const named = isMembers(dimensions) ? Object.entries(dimensions) : [];
  return {
    namespace: textMember(members, "metricNamespace") ?? "",
    metricName: textMember(members, "metricName") ?? "",
    value: selector ?? Number(value),
    defaultValue: typeof defaultValue === "number" ? defaultValue : undefined,
    dimensions: named.flatMap(([name, text]) => {
      const found = typeof text === "string" ? readSelector(text) : undefined;
      return found === undefined ? [] : [[name, found] as const];
    }),
    unit: textMember(members, "unit") ?? "None",
  };
}

function countOne(
  { matches, transformations }: MetricFilter,
  events: readonly LogEvent[],
): readonly Counted[] {
  const matching = events.filter(({ message }) => matches(message));
  const [first] = events;
  return transformations.flatMap((transformation) => {
    const { namespace, metricName, defaultValue, unit } = transformation;
    if (matching.length > 0) return matching.flatMap((event) => valueOf(event, transformation) ?? []);
    if (defaultValue === undefined || first === undefined) return [];
    const point = pointOf(first.timestamp, defaultValue);
    return [{ namespace, metricName, unit, dimensions: {}, point }];
  });
}

/** An event without a number or a dimension where one is wanted reports nothing. */
function valueOf({ timestamp, message }: LogEvent, wanted: Transformation): Counted | undefined {
  const event = parsed(message);
  const { namespace, metricName, unit, value } = wanted;
  const found = typeof value === "number" ? value : numberAt(value, event);
  const dimensions = wanted.dimensions.map(([name, selector]) => [name, textAt(selector, event)] as const);
  if (found === undefined || dimensions.some(([, text]) => text === undefined)) return undefined;
  const texts = Object.fromEntries(dimensions.map(([name, text = ""]) => [name, text]));
  return { namespace, metricName, unit, dimensions: texts, point: pointOf(timestamp, found) };
}

function pointOf(at: number, value: number): Reported["point"] {
  return { at, sampleCount: 1, sum: value, minimum: value, maximum: value };
}

function parsed(message: string): object {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    // A message that is no JSON has no properties.
    return {};
  }
}
