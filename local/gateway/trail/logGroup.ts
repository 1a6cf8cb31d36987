import { decideOnce } from "../../../access/evaluate/decide";
import { readPolicy } from "../../../access/read/readPolicy";
import type { PolicyDocument, PolicyKind } from "../../../access/model";
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
  const [, account = "", path = ""] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  const role = await store.role(account, path.slice(path.lastIndexOf("/") + 1));
  if (role?.arn !== roleArn) return false;
  const trust = documentOf(role.trustPolicy, "trust");
  const trusted =
    trust !== undefined &&
    decideOnce(
      { identityPolicies: [], resourcePolicy: trust },
      {
        principal: "cloudtrail.amazonaws.com",
        action: "sts:AssumeRole",
        resource: roleArn,
        resourceAccount: account,
        context: { "aws:SourceAccount": account },
      },
    ).decision === "allowed";
  if (!trusted) return false;
  const policies = [...role.inlinePolicies, ...role.attachedPolicies].flatMap(
    ({ text }) => documentOf(text, "identity") ?? [],
  );
  const request = { principal: roleArn, action, resource, resourceAccount: account, context: {} };
  return decideOnce({ identityPolicies: policies }, request).decision === "allowed";
}

function documentOf(text: string, kind: PolicyKind): PolicyDocument | undefined {
  const read = readPolicy(text, kind);
  return read.ok ? read.document : undefined;
}
