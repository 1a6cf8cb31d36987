import type { AwsError, Call } from "../../model";
import { lookupAttributes, type FoundEvent } from "../../trail/history";
import type { TrailRecorder } from "../../trail/trailRecorder";
import { objectsMember, textMember } from "../askJson";
import { jsonError } from "../jsonAnswer";

const mostEventsOnPage = 50;

type LookupAnswer =
  | {
      readonly ok: true;
      readonly members: { readonly Events: readonly FoundEvent[]; readonly NextToken?: string };
    }
  | { readonly ok: false; readonly error: AwsError };

/**
 * Answers LookupEvents.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookupEvents(
  { parameters, region }: Call,
  account: string,
  trail: TrailRecorder,
): LookupAnswer {
  const attributes = objectsMember(parameters, "LookupAttributes");
  const [attribute] = attributes;
  const key = attribute === undefined ? undefined : (textMember(attribute, "AttributeKey") ?? "");
  if (attributes.length > 1 || (key !== undefined && !lookupAttributes.has(key))) {
    return wrong("InvalidLookupAttributesException", "Only one known lookup attribute can be given.");
  }
  const asked = parameters["MaxResults"] ?? mostEventsOnPage;
  if (typeof asked !== "number" || asked < 1 || asked > mostEventsOnPage) {
    return wrong("InvalidMaxResultsException", `Max results must be from 1 to ${mostEventsOnPage}.`);
  }
  const startTime = secondsOf(parameters["StartTime"]);
  const endTime = secondsOf(parameters["EndTime"]);
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) {
    return wrong("InvalidTimeRangeException", "The start time must be before the end time.");
  }
  const token = textMember(parameters, "NextToken");
  const skip = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(skip) || skip < 0) return wrong("InvalidNextTokenException", "Invalid next token.");
  const { events, more } = trail.history.find({
    account,
    region,
    maxResults: asked,
    skip,
    ...(key === undefined || attribute === undefined
      ? {}
      : { attribute: { key, value: textMember(attribute, "AttributeValue") ?? "" } }),
    ...(startTime === undefined ? {} : { startTime }),
    ...(endTime === undefined ? {} : { endTime }),
  });
  const next = more ? { NextToken: String(skip + asked) } : {};
  return { ok: true, members: { Events: events, ...next } };
}

function wrong(code: string, message: string): LookupAnswer {
  return { ok: false, error: jsonError(code, message) };
}

/** SDKs send a number of seconds, and some a text. */
function secondsOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const seconds = Date.parse(value) / 1_000;
  return Number.isNaN(seconds) ? undefined : seconds;
}

/**
 * What GetTrailStatus tells of a trail's deliveries.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
 */
export function statusMembers(trail: TrailRecorder, arn: string): Readonly<Record<string, unknown>> {
  const status = trail.delivery.statuses.of(arn);
  const seconds = (milliseconds: number | undefined) =>
    milliseconds === undefined ? undefined : Math.floor(milliseconds / 1_000);
  const text = (milliseconds: number | undefined) =>
    milliseconds === undefined ? "" : new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
  const members = {
    LatestDeliveryTime: seconds(status.latestDeliveryAt),
    LatestDeliveryError: status.latestDeliveryError,
    LatestDigestDeliveryTime: seconds(status.latestDigestDeliveryAt),
    LatestDigestDeliveryError: status.latestDigestDeliveryError,
    LatestCloudWatchLogsDeliveryTime: seconds(status.latestLogGroupDeliveryAt),
    LatestCloudWatchLogsDeliveryError: status.latestLogGroupDeliveryError,
    LatestDeliveryAttemptTime: text(status.latestDeliveryAttemptAt),
    LatestDeliveryAttemptSucceeded: text(status.latestDeliveryAt),
  };
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== ""),
  );
}
