/** What forms say, and how answers in XML are built. The names that AWS uses are those of the service's own table. */
import assert from "node:assert/strict";
import { monitoringWays } from "../../../../local/gateway/services/monitoring/ways";
import { elementsOf, membersOfForm } from "../../../../local/gateway/wire/form";

describe("The members of a form", () => {
  it("are texts, numbers, truths, times, lists and structures, by their names", () => {
    assert.deepEqual(
      membersOfForm(
        {
          Action: "PutMetricData",
          Version: "2010-08-01",
          Namespace: "12",
          Period: "60",
          ActionsEnabled: "false",
          StartTime: "2026-01-01T00:00:00Z",
          "AlarmActions.member.1": "a",
          "MetricData.member.2.MetricName": "second",
          "MetricData.member.10.MetricName": "tenth",
          "MetricData.member.1.Value": "1.5",
          "MetricData.member.1.Dimensions.member.1.Name": "n",
          "MetricData.member.1.Dimensions.member.1.Value": "7",
          "MetricData.member.1.StatisticValues.Sum": "3",
        },
        monitoringWays,
      ),
      {
        Namespace: "12",
        Period: 60,
        ActionsEnabled: false,
        StartTime: Date.UTC(2026, 0, 1) / 1_000,
        AlarmActions: ["a"],
        MetricData: [
          { Value: 1.5, Dimensions: [{ Name: "n", Value: "7" }], StatisticValues: { Sum: 3 } },
          { MetricName: "second" },
          { MetricName: "tenth" },
        ],
      },
    );
  });

  it("stay texts where they say no number, truth or time", () => {
    const fields = { Period: "often", ActionsEnabled: "perhaps", StartTime: "soon", Threshold: "" };
    assert.deepEqual(membersOfForm(fields, monitoringWays), fields);
  });

  it("have no way to a prototype", () => {
    const members = membersOfForm(
      { "__proto__.polluted": "yes", "a.__proto__.polluted": "yes" },
      monitoringWays,
    );
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
    assert.deepEqual(Object.keys(members), ["__proto__", "a"]);
  });
});

describe("The elements of an answer", () => {
  it("are texts, with times as ISO 8601", () => {
    assert.deepEqual(
      elementsOf(
        {
          Threshold: 1.5,
          ActionsEnabled: true,
          Timestamp: 0,
          Absent: null,
          Names: ["a", "b"],
          Points: [{ Sum: 2, Timestamp: 60.5 }],
        },
        monitoringWays,
      ),
      {
        Threshold: "1.5",
        ActionsEnabled: "true",
        Timestamp: "1970-01-01T00:00:00.000Z",
        Absent: undefined,
        Names: ["a", "b"],
        Points: [{ Sum: "2", Timestamp: "1970-01-01T00:01:00.500Z" }],
      },
    );
  });
});
