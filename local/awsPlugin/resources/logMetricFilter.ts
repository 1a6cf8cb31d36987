import type { MetricTransformation, StandardUnit } from "@aws-sdk/client-cloudwatch-logs";
import { defineResource } from "../resourceType";
import type { Checked } from "../schema";
import type { Aws } from "../session";
import { standardUnits } from "./metricAlarm";
import { splitId } from "./splitId";

const inputs = {
  name: { type: "string", required: true, createOnly: true, pattern: "[^:*]{1,512}" },
  logGroupName: { type: "string", required: true, createOnly: true },
  pattern: { type: "string", required: true },
  metricTransformation: {
    type: "object",
    required: true,
    properties: {
      name: { type: "string", required: true },
      namespace: { type: "string", required: true },
      value: { type: "string", required: true },
      defaultValue: { type: "string", pattern: "-?\\d+(\\.\\d+)?" },
      dimensions: { type: "stringMap" },
      unit: { type: "string", default: "None", values: standardUnits },
    },
  },
} as const;

type Transformation = Checked<typeof inputs>["metricTransformation"];

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/logmetricfilter/ */
export const logMetricFilter = defineResource({
  token: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  title: "CloudWatch Logs Metric Filter",
  inputs,
  identity: ["name", "logGroupName"],
  computed: [],
  goneCodes: ["ResourceNotFound"],

  async create(aws, args) {
    await put(aws, args);
    return args.name;
  },

  async read(aws, id, known) {
    const logs = await aws.logs();
    // The id names the filter, not its log group; an import is given both.
    const [logGroupName, name] =
      known?.logGroupName === undefined
        ? splitId(id, ":", "log-group-name:filter-name")
        : [known.logGroupName, id];
    for (let nextToken: string | undefined; ;) {
      const page = await logs.describeMetricFilters({ logGroupName, filterNamePrefix: name, nextToken });
      const live = page.metricFilters?.find(({ filterName }) => filterName === name);
      if (live !== undefined) {
        const [transformation] = live.metricTransformations ?? [];
        return {
          id: name,
          inputs: {
            name,
            logGroupName,
            pattern: live.filterPattern ?? "",
            metricTransformation: told(transformation),
          },
          outputs: {},
        };
      }
      nextToken = page.nextToken;
      if (nextToken === undefined) return undefined;
    }
  },

  async update(aws, _id, args) {
    await put(aws, args);
  },

  async delete(aws, id, { logGroupName }) {
    const logs = await aws.logs();
    await logs.deleteMetricFilter({ filterName: id, logGroupName });
  },
});

async function put(aws: Aws, args: Checked<typeof inputs>): Promise<void> {
  const logs = await aws.logs();
  await logs.putMetricFilter({
    filterName: args.name,
    logGroupName: args.logGroupName,
    filterPattern: args.pattern.trim(),
    metricTransformations: [transformationToAws(args.metricTransformation)],
  });
}

function transformationToAws(given: Transformation): MetricTransformation {
  const { defaultValue, dimensions } = given;
  return {
    metricName: given.name,
    metricNamespace: given.namespace,
    metricValue: given.value,
    unit: given.unit as StandardUnit,
    ...(defaultValue !== undefined && { defaultValue: Number(defaultValue) }),
    ...(dimensions !== undefined && Object.keys(dimensions).length > 0 && { dimensions }),
  };
}

function told(live: MetricTransformation | undefined) {
  if (live === undefined) return null;
  return {
    name: live.metricName,
    namespace: live.metricNamespace,
    value: live.metricValue,
    defaultValue: live.defaultValue === undefined ? null : String(live.defaultValue),
    dimensions: live.dimensions ?? null,
    unit: live.unit ?? "None",
  };
}
