import { serviceSession, sessionMay } from "../actors/serviceRole";
import type { LogListener } from "../logs/logged";
import { askJson, textMember } from "../services/askJson";
import type { StoreReader } from "../store";
import type { TrailEvent } from "./event";

/** The log group that a trail sends its events to, and the role with which it does. */
export interface TrailLogGroup {
  /** `arn:aws:logs:REGION:N:log-group:NAME:*` */
  readonly groupArn: string;
  readonly roleArn: string;
}

const mostEventsInOneCall = 500;

/**
 * Sends events to a trail's log group, if its role lets CloudTrail.
 *
 * @returns the error that the trail's status tells; undefined when they were sent
 * @throws StoreError when the store does not answer
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
 */
export async function sendToLogGroup(
  store: StoreReader,
  { groupArn, roleArn }: TrailLogGroup,
  events: readonly TrailEvent[],
  place: { readonly account: string; readonly region: string },
  heard: LogListener,
): Promise<string | undefined> {
  const [, , , region = "", account = "", , groupName = ""] = groupArn.split(":");
  const streamName = `${place.account}_CloudTrail_${place.region}`;
  const streamArn = `arn:aws:logs:${region}:${account}:log-group:${groupName}:log-stream:${streamName}`;
  for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
    if (!(await roleLets(store, roleArn, action, streamArn))) return "AccessDenied";
  }
  const ask = (operation: string, parameters: Readonly<Record<string, unknown>>) =>
    askJson(store, { service: "logs", account, region, operation, parameters });
  const stream = { logGroupName: groupName, logStreamName: streamName };
  await store.cached([`${account}/logs`], `logs/trail/${streamArn}`, () => ask("CreateLogStream", stream));
  const sorted = [...events].sort((a, b) => a.eventTime.localeCompare(b.eventTime));
  for (let from = 0; from < sorted.length; from += mostEventsInOneCall) {
    const logEvents = sorted.slice(from, from + mostEventsInOneCall).map((event) => ({
      timestamp: Date.parse(event.eventTime),
      message: JSON.stringify(event),
    }));
    const put = await ask("PutLogEvents", { ...stream, logEvents });
    if (!put.ok) return textMember(put.members, "__type") ?? "ServiceUnavailable";
    heard({ account, region, groupName, events: logEvents });
  }
  return undefined;
}

/** Whether CloudTrail may take a role, and the role may do something. */
export async function roleLets(
  store: StoreReader,
  roleArn: string,
  action: string,
  resource: string,
): Promise<boolean> {
  const session = await serviceSession(store, roleArn, "cloudtrail.amazonaws.com");
  if (session === undefined) return false;
  const [, , , region = "", resourceAccount = ""] = resource.split(":");
  const need = { action, resource, resourceAccount, context: {}, policyOf: { kind: "none" } } as const;
  return sessionMay(store, session, region, [need]);
}
