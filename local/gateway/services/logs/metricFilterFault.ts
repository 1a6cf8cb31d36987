import type { AwsError } from "../../model";
import { readFilterPattern } from "../../logs/filterPattern";
import { readSelector } from "../../logs/jsonPattern";
import { objectsMember, textMember } from "../askJson";
import { jsonError } from "../jsonAnswer";

const mostPatternCharacters = 1_024;

/**
 * Why CloudWatch Logs takes no metric filter so; undefined when it does.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
export function metricFilterFault(parameters: Readonly<Record<string, unknown>>): AwsError | undefined {
  const pattern = textMember(parameters, "filterPattern") ?? "";
  if (pattern.length > mostPatternCharacters) {
    return wrong(`filterPattern is longer than ${mostPatternCharacters} characters`);
  }
  const read = readFilterPattern(pattern);
  if (!read.ok) return wrong(`Invalid metric filter pattern: ${read.problem}`);
  const transformations = objectsMember(parameters, "metricTransformations");
  if (transformations.length !== 1) return wrong("metricTransformations must have exactly one member");
  const value = textMember(transformations[0] ?? {}, "metricValue") ?? "";
  const isValue = readSelector(value) !== undefined || (value !== "" && Number.isFinite(Number(value)));
  if (!isValue)
    return wrong("Invalid metric transformation: metric value is neither a number nor a selector");
  const [first = {}] = transformations;
  return first["defaultValue"] !== undefined && first["dimensions"] !== undefined
    ? wrong("Invalid metric transformation: dimensions and default value are mutually exclusive properties.")
    : undefined;
}

function wrong(message: string): AwsError {
  return jsonError("InvalidParameterException", message);
}
