/** What identifies a metric within account and region. */
export interface MetricName {
  readonly namespace: string;
  readonly metricName: string;
  /** Values by name. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Several values at one moment. */
export interface MetricPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

const keptMilliseconds = 24 * 3_600_000;
const mostMetrics = 5_000;

/**
 * The points of the last day, by account, region and metric; those of one second are one.
 *
 * Memory does not grow with the number of values: the metric that was longest without any goes first.
 */
export class MetricPoints {
  private readonly metrics = new Map<string, Map<number, MetricPoint>>();

  /** @param place account and region, in whatever words the caller uses throughout */
  add(place: string, metric: MetricName, point: MetricPoint): void {
    const name = nameOf(place, metric);
    const points = this.metrics.get(name) ?? new Map<number, MetricPoint>();
    this.metrics.delete(name);
    this.metrics.set(name, points);
    const second = Math.floor(point.at / 1_000);
    const known = points.get(second);
    points.set(second, known === undefined ? point : joined(known, point));
    for (const [old, { at }] of points) {
      if (at >= point.at - keptMilliseconds) break;
      points.delete(old);
    }
    for (const oldest of this.metrics.keys()) {
      if (this.metrics.size <= mostMetrics) break;
      this.metrics.delete(oldest);
    }
  }

  /** All points from a moment on to another one, joined into one; undefined where there are none. */
  within(place: string, metric: MetricName, from: number, before: number): MetricPoint | undefined {
    const points = this.metrics.get(nameOf(place, metric)) ?? new Map<number, MetricPoint>();
    const found = [...points.values()].filter(({ at }) => at >= from && at < before);
    return found.length === 0 ? undefined : found.reduce(joined);
  }
}

function joined(a: MetricPoint, b: MetricPoint): MetricPoint {
  return {
    at: a.at,
    sampleCount: a.sampleCount + b.sampleCount,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
  };
}

function nameOf(place: string, { namespace, metricName, dimensions }: MetricName): string {
  return JSON.stringify([place, namespace, metricName, Object.entries(dimensions).sort()]);
}
