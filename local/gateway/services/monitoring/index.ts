import type { Aftermath } from "../../aftermath";
import type { Reported } from "../../alarms/alarmWatcher";
import { fromStored, toStored } from "../../alarms/storedActions";
import type { AwsError, Call } from "../../model";
import type { Amendment, Forwarding, Passing, Service, StoreHead } from "../../service";
import { isMembers, objectsMember, textMember, textsMember } from "../askJson";
import { jsonError, storeRefusal } from "../jsonAnswer";
import { alarmArn, readMonitoring } from "./read";
import { monitoringWays } from "./ways";

/**
 * Amazon CloudWatch: metrics and the alarms on them, in AWS JSON 1.0, as forms or in CBOR. The store keeps both; states and messages of
 * alarms are the gateway's.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
 */
export function monitoringService(aftermath: Aftermath): Service {
  return {
    name: "monitoring",
    protocol: "json",
    spoken: monitoringWays,
    read: (call, caller) => Promise.resolve(readMonitoring(call, caller)),
    beforeForward: (passing) => Promise.resolve(beforeForward(passing)),
    afterResponse: (passing, head) => afterResponse(passing, head, aftermath),
  };
}

const actionLists = ["AlarmActions", "OKActions", "InsufficientDataActions"] as const;

function beforeForward({ call }: Passing): Forwarding {
  const { operation, parameters } = call;
  if (operation !== "PutMetricAlarm") return { kind: "forward" };
  const error = alarmFault(call);
  if (error !== undefined) return { kind: "refused", error };
  const lists = actionLists.flatMap((name) => {
    const actions = textsMember(parameters, name);
    return actions.length === 0 ? [] : [[name, actions.map(toStored)] as const];
  });
  const body = JSON.stringify({ ...parameters, ...Object.fromEntries(lists) });
  return { kind: "forward", body: Buffer.from(body) };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function alarmFault({ parameters, region }: Call): AwsError | undefined {
  const required = ["AlarmName", "ComparisonOperator"].find(
    (name) => textMember(parameters, name) === undefined,
  );
  if (required !== undefined || typeof parameters["EvaluationPeriods"] !== "number") {
    const what = required ?? "EvaluationPeriods";
    return jsonError("ValidationError", `The parameter ${what} is required`);
  }
  const period = parameters["Period"];
  if (typeof period === "number" && ![10, 20, 30].includes(period) && period % 60 !== 0) {
    return jsonError("ValidationError", "Metric period must be 10, 20, 30 or a multiple of 60 seconds");
  }
  const actions = actionLists.flatMap((name) => textsMember(parameters, name));
  const foreign = actions.find((action) => /^arn:aws:sns:/.test(action) && action.split(":")[3] !== region);
  return foreign === undefined
    ? undefined
    : jsonError(
        "ValidationError",
        `Invalid region ${foreign.split(":")[3]} specified. Only ${region} is supported.`,
      );
}

async function afterResponse(
  { call, ownerAccount }: Passing,
  head: StoreHead,
  { watcher, later }: Aftermath,
): Promise<Amendment | undefined> {
  if (head.httpStatus !== 200) return storeRefusal(head);
  const { operation, parameters, region } = call;
  const place = { account: ownerAccount, region };
  const arnOf = (name: string) => alarmArn(ownerAccount, region, name);
  switch (operation) {
    case "PutMetricAlarm":
      watcher.noteNew(place, arnOf(textMember(parameters, "AlarmName") ?? ""));
      return undefined;
    case "DeleteAlarms":
      watcher.forget(place, textsMember(parameters, "AlarmNames").map(arnOf));
      return undefined;
    case "DisableAlarmActions":
    case "EnableAlarmActions":
      watcher.note(place);
      return undefined;
    case "SetAlarmState":
      later(() => watcher.act(place));
      return undefined;
    case "PutMetricData":
      watcher.report(place, reportedIn(parameters));
      later(() => watcher.evaluate());
      return undefined;
    case "DescribeAlarms":
    case "DescribeAlarmsForMetric": {
      const body = Buffer.from(fromStored((await head.body()).toString()));
      const headers = { "content-type": "application/x-amz-json-1.0" };
      return { answer: { httpStatus: 200, headers, body } };
    }
    default:
      return undefined;
  }
}

/** The values of PutMetricData. */
function reportedIn(parameters: Call["parameters"]): readonly Reported[] {
  const namespace = textMember(parameters, "Namespace") ?? "";
  return objectsMember(parameters, "MetricData").flatMap((datum) => {
    const { Timestamp, Value, StatisticValues } = datum;
    const at = typeof Timestamp === "number" ? Timestamp * 1_000 : Date.now();
    const metric = {
      namespace,
      metricName: textMember(datum, "MetricName") ?? "",
      dimensions: Object.fromEntries(
        objectsMember(datum, "Dimensions").map((one) => [
          textMember(one, "Name") ?? "",
          textMember(one, "Value") ?? "",
        ]),
      ),
    };
    const reported = (value: number, sampleCount = 1): Reported => ({
      ...metric,
      point: { at, sampleCount, sum: value * sampleCount, minimum: value, maximum: value },
    });
    if (isMembers(StatisticValues)) {
      const of = (name: string) => Number(StatisticValues[name] ?? 0);
      const point = {
        at,
        sampleCount: of("SampleCount"),
        sum: of("Sum"),
        minimum: of("Minimum"),
        maximum: of("Maximum"),
      };
      return [{ ...metric, point }];
    }
    if (Array.isArray(datum["Values"])) {
      const counts: readonly unknown[] = Array.isArray(datum["Counts"]) ? datum["Counts"] : [];
      return datum["Values"].map((value, index) => reported(Number(value), Number(counts[index] ?? 1)));
    }
    return typeof Value === "number" ? [reported(Value)] : [];
  });
}
