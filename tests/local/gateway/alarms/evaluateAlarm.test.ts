/**
 * The state that an alarm's values give it, by period, threshold and what it makes of missing values.
 *
 * Does not prove: AWS's own handling of values that come late.
 */
import assert from "node:assert/strict";
import { evaluateAlarm, readMetricAlarm } from "../../../../local/gateway/alarms/evaluateAlarm";
import { MetricPoints } from "../../../../local/gateway/alarms/metricPoints";

const now = Date.parse("2026-01-31T10:00:00.000Z");
const metric = { namespace: "n", metricName: "m", dimensions: {} };

/** An alarm on the sum of minutes: more than two in one of them. */
const base = {
  AlarmArn: "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:a",
  AlarmName: "a",
  Namespace: "n",
  MetricName: "m",
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 2,
  ComparisonOperator: "GreaterThanThreshold",
  StateValue: "OK",
};

/** What the alarm says differently, values by seconds ago, and the state; undefined: it is kept. */
const rows: readonly (readonly [
  what: string,
  alarm: Readonly<Record<string, unknown>>,
  values: readonly (readonly [secondsAgo: number, value: number])[],
  state: string | undefined,
])[] = [
  [
    "a sum above the threshold",
    {},
    [
      [10, 1],
      [20, 2],
    ],
    "ALARM",
  ],
  [
    "a sum at the threshold",
    {},
    [
      [10, 1],
      [20, 1],
    ],
    "OK",
  ],
  [
    "a sum at the threshold, if that counts",
    { ComparisonOperator: "GreaterThanOrEqualToThreshold" },
    [[1, 2]],
    "ALARM",
  ],
  ["a sum below", { ComparisonOperator: "LessThanThreshold" }, [[1, 1]], "ALARM"],
  ["a sum that is not below", { ComparisonOperator: "LessThanThreshold" }, [[1, 2]], "OK"],
  [
    "a sum at the threshold, if below counts it",
    { ComparisonOperator: "LessThanOrEqualToThreshold" },
    [[1, 2]],
    "ALARM",
  ],
  ["values of an earlier period", {}, [[70, 5]], "INSUFFICIENT_DATA"],
  [
    "values of an earlier period that is looked at",
    { EvaluationPeriods: 2, DatapointsToAlarm: 1 },
    [[70, 5]],
    "ALARM",
  ],
  [
    "one of two periods where both must breach",
    { EvaluationPeriods: 2 },
    [
      [10, 5],
      [70, 1],
    ],
    "OK",
  ],
  [
    "both of two periods",
    { EvaluationPeriods: 2 },
    [
      [10, 5],
      [70, 5],
    ],
    "ALARM",
  ],
  ["no values", {}, [], "INSUFFICIENT_DATA"],
  ["no values, which do not breach", { TreatMissingData: "notBreaching" }, [], "OK"],
  ["no values, which breach", { TreatMissingData: "breaching" }, [], "ALARM"],
  ["no values, which are passed over", { TreatMissingData: "ignore" }, [], undefined],
  [
    "an average",
    { Statistic: "Average" },
    [
      [1, 1],
      [2, 6],
    ],
    "ALARM",
  ],
  [
    "an average below",
    { Statistic: "Average" },
    [
      [1, 1],
      [2, 2],
    ],
    "OK",
  ],
  [
    "a maximum",
    { Statistic: "Maximum" },
    [
      [1, 1],
      [2, 3],
    ],
    "ALARM",
  ],
  [
    "a minimum",
    { Statistic: "Minimum" },
    [
      [1, 1],
      [2, 3],
    ],
    "OK",
  ],
  [
    "a count",
    { Statistic: "SampleCount" },
    [
      [1, 0],
      [2, 0],
      [3, 0],
    ],
    "ALARM",
  ],
];

describe("evaluateAlarm", () => {
  for (const [what, changes, values, state] of rows) {
    it(`gives ${state ?? "no other state"} for ${what}`, () => {
      const alarm = readMetricAlarm({ ...base, ...changes });
      assert.ok(alarm !== undefined);
      const points = new MetricPoints();
      for (const [secondsAgo, value] of values) {
        const at = now - secondsAgo * 1_000;
        points.add("here", metric, { at, sampleCount: 1, sum: value, minimum: value, maximum: value });
      }
      const found = evaluateAlarm(alarm, now, (from, before) => points.within("here", metric, from, before));
      assert.equal(found?.state, state);
    });
  }

  it("reads no alarm on metric math or percentiles", () => {
    assert.equal(readMetricAlarm({ ...base, Metrics: [{ Id: "e" }] }), undefined);
    assert.equal(readMetricAlarm({ ...base, ExtendedStatistic: "p99" }), undefined);
  });

  it("tells metrics apart by place and dimensions", () => {
    const points = new MetricPoints();
    const point = { at: now, sampleCount: 1, sum: 1, minimum: 1, maximum: 1 };
    points.add("here", { ...metric, dimensions: { a: "1" } }, point);
    const within = (place: string, dimensions: Readonly<Record<string, string>>) =>
      points.within(place, { ...metric, dimensions }, now - 1, now + 1)?.sum;
    assert.equal(within("here", { a: "1" }), 1);
    assert.equal(within("here", {}), undefined);
    assert.equal(within("there", { a: "1" }), undefined);
  });

  it("keeps a day of points", () => {
    const points = new MetricPoints();
    const add = (at: number) => {
      points.add("here", metric, { at, sampleCount: 1, sum: 1, minimum: 1, maximum: 1 });
    };
    add(now - 25 * 3_600_000);
    add(now);
    assert.equal(points.within("here", metric, 0, now + 1)?.sum, 1);
  });
});
