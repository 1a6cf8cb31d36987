import type { Call, Caller, Reading } from "../../model";
import type { Aftermath } from "../../aftermath";
import type { LoggedEvents } from "../../logs/logged";
import type { Forwarding, Passing, Service } from "../../service";
import { askJson, membersOf, objectsMember, textMember, textsMember } from "../askJson";
import { jsonAnswer, jsonError, storeRefusal } from "../jsonAnswer";
import { ownNeeds } from "../ownNeeds";
import { passRoleNeeds } from "../passRole";
import { requestTagKeys } from "../tagContext";
import { groupKeyFault } from "./groupKey";
import { forgetGroupKey, setGroupKey, withGroupKeys } from "./groupKeys";
import { groupNameOf } from "./groupName";
import { metricFilterFault } from "./metricFilterFault";

/** What an operation is about, by the member that names it. */
type About = "account" | "group" | "stream" | "groups" | "resource";

const operations: Readonly<Record<string, About>> = {
  AssociateKmsKey: "group",
  CreateLogGroup: "group",
  CreateLogStream: "stream",
  DeleteLogGroup: "group",
  DeleteLogStream: "stream",
  DeleteMetricFilter: "group",
  DeleteResourcePolicy: "account",
  DeleteRetentionPolicy: "group",
  DeleteSubscriptionFilter: "group",
  DescribeLogGroups: "account",
  DescribeLogStreams: "group",
  DescribeMetricFilters: "group",
  DescribeResourcePolicies: "account",
  DescribeSubscriptionFilters: "group",
  DisassociateKmsKey: "group",
  FilterLogEvents: "group",
  GetDataProtectionPolicy: "group",
  GetLogEvents: "stream",
  GetQueryResults: "account",
  ListTagsForResource: "resource",
  ListTagsLogGroup: "group",
  PutLogEvents: "stream",
  PutMetricFilter: "group",
  PutResourcePolicy: "account",
  PutRetentionPolicy: "group",
  PutSubscriptionFilter: "group",
  StartQuery: "groups",
  StopQuery: "account",
  TagLogGroup: "group",
  TagResource: "resource",
  TestMetricFilter: "account",
  UntagLogGroup: "group",
  UntagResource: "resource",
};

/**
 * Amazon CloudWatch Logs: log groups, streams, events, filters and queries.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export function logsService({ logged }: Aftermath): Service {
  return {
    name: "logs",
    protocol: "json",
    read: (call, caller) => Promise.resolve(readLogs(call, caller)),
    beforeForward,
    afterResponse: async ({ call, ownerAccount }, head) => {
      if (head.httpStatus !== 200) return storeRefusal(head);
      const { operation, requestId } = call;
      if (operation === "PutLogEvents") logged(loggedBy(call, ownerAccount));
      if (operation === "CreateLogGroup" || operation === "DeleteLogGroup") {
        forgetGroupKey(groupArnOf(call, ownerAccount));
      }
      if (operation !== "DescribeLogGroups") return undefined;
      const members = withGroupKeys(membersOf(await head.body()));
      return members === undefined ? undefined : { answer: jsonAnswer(members, requestId) };
    },
  };
}

async function beforeForward({ call, ownerAccount, store }: Passing): Promise<Forwarding> {
  const { operation, parameters, region, requestId } = call;
  const own = ["AssociateKmsKey", "DisassociateKmsKey", "GetDataProtectionPolicy"].includes(operation);
  const error =
    operation === "PutMetricFilter"
      ? metricFilterFault(parameters)
      : await groupKeyFault(store, call, ownerAccount);
  if (error !== undefined) return { kind: "refused", error };
  if (!own) return { kind: "forward" };
  const logGroupNamePrefix = groupNameOf(parameters);
  const { members } = await askJson(store, {
    service: "logs",
    account: ownerAccount,
    region,
    operation: "DescribeLogGroups",
    parameters: { logGroupNamePrefix },
  });
  const found = objectsMember(members, "logGroups").some(
    (group) => textMember(group, "logGroupName") === logGroupNamePrefix,
  );
  if (!found) {
    return { kind: "refused", error: noSuchGroup };
  }
  // No log group has one: PutDataProtectionPolicy is not modelled.
  if (operation === "GetDataProtectionPolicy") {
    const logGroupIdentifier = textMember(parameters, "logGroupIdentifier") ?? "";
    return { kind: "answer", answer: jsonAnswer({ logGroupIdentifier }, requestId) };
  }
  setGroupKey(
    groupArnOf(call, ownerAccount),
    operation === "AssociateKmsKey" ? textMember(parameters, "kmsKeyId") : undefined,
  );
  return { kind: "answer", answer: jsonAnswer({}, requestId) };
}

const noSuchGroup = jsonError("ResourceNotFoundException", "The specified log group does not exist.");

function groupArnOf({ parameters, region }: Call, account: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${groupNameOf(parameters)}`;
}

function loggedBy({ parameters, region }: Call, account: string): LoggedEvents {
  return {
    account,
    region,
    groupName: groupNameOf(parameters),
    events: objectsMember(parameters, "logEvents").map(({ timestamp, message }) => ({
      timestamp: Number(timestamp),
      message: String(message),
    })),
  };
}

/** What a call to CloudWatch Logs needs. */
export function readLogs(call: Call, caller: Caller): Reading {
  const { operation, parameters } = call;
  const about = operations[operation];
  if (about === undefined) return { kind: "unmodelled", what: `logs ${operation}` };
  return ownNeeds("logs", call, caller, (account) => ({
    resources: resourcesOf(about, call, account),
    context: requestTagKeys(parameters, "tags", "tagKeys"),
    taggedBy: operation === "CreateLogGroup" && parameters["tags"] !== undefined ? "TagResource" : undefined,
    others:
      operation === "PutSubscriptionFilter"
        ? passRoleNeeds(textMember(parameters, "roleArn"), "logs.amazonaws.com")
        : [],
    unknown: () => noSuchGroup,
  }));
}

function resourcesOf(about: About, { parameters, region }: Call, account: string): readonly string[] {
  const arnOf = (nameOrArn: string) =>
    nameOrArn.startsWith("arn:")
      ? nameOrArn.replace(/:\*$/, "")
      : `arn:aws:logs:${region}:${account}:log-group:${nameOrArn}`;
  const group = textMember(parameters, "logGroupIdentifier") ?? textMember(parameters, "logGroupName");
  // Where a group is meant, policies name it with `:*` at its end.
  const groupResource = (nameOrArn: string | undefined) =>
    nameOrArn === undefined ? "*" : `${arnOf(nameOrArn)}:*`;
  switch (about) {
    case "account":
      return ["*"];
    case "group":
      return [groupResource(group)];
    case "groups": {
      const named = [
        ...textsMember(parameters, "logGroupIdentifiers"),
        ...textsMember(parameters, "logGroupNames"),
        ...(group === undefined ? [] : [group]),
      ];
      return named.length === 0 ? ["*"] : named.map(groupResource);
    }
    case "stream": {
      const stream = textMember(parameters, "logStreamName") ?? "";
      return [`${arnOf(group ?? "")}:log-stream:${stream}`];
    }
    case "resource":
      return [groupResource(textMember(parameters, "resourceArn") ?? "")];
  }
}
