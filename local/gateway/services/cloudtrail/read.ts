import type { Call, Caller, Reading } from "../../model";
import { objectsMember, textMember, textsMember } from "../askJson";
import { jsonError } from "../jsonAnswer";
import { ownNeeds } from "../ownNeeds";
import { passRoleNeeds } from "../passRole";
import { requestTagKeys } from "../tagContext";

/** Which member of the request names the trail; `*`: the operation is about the account. */
const operations: Readonly<Record<string, "Name" | "TrailName" | "ResourceId" | "ResourceIdList" | "*">> = {
  AddTags: "ResourceId",
  CreateTrail: "Name",
  DeleteTrail: "Name",
  DescribeTrails: "*",
  GetEventSelectors: "TrailName",
  GetInsightSelectors: "TrailName",
  GetTrail: "Name",
  GetTrailStatus: "Name",
  ListPublicKeys: "*",
  ListTags: "ResourceIdList",
  ListTrails: "*",
  LookupEvents: "*",
  PutEventSelectors: "TrailName",
  RemoveTags: "ResourceId",
  StartLogging: "Name",
  StopLogging: "Name",
  UpdateTrail: "Name",
};

/**
 * What a call to CloudTrail needs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
 */
export function readCloudTrail(call: Call, caller: Caller): Reading {
  const { operation, parameters, region } = call;
  const member = operations[operation];
  if (member === undefined) return { kind: "unmodelled", what: `cloudtrail ${operation}` };
  const tagged = operation === "CreateTrail" && objectsMember(parameters, "TagsList").length > 0;
  return ownNeeds("cloudtrail", call, caller, (account) => ({
    resources:
      member === "*"
        ? ["*"]
        : (member === "ResourceIdList"
            ? textsMember(parameters, member)
            : [textMember(parameters, member) ?? ""]
          ).map((name) => trailArn(name, account, region)),
    context: requestTagKeys(parameters, "TagsList"),
    taggedBy: tagged ? "AddTags" : undefined,
    others: passRoleNeeds(textMember(parameters, "CloudWatchLogsRoleArn"), "cloudtrail.amazonaws.com"),
    unknown: (trail) =>
      jsonError("TrailNotFoundException", `Unknown trail: ${trail} for the user: ${account}`),
  }));
}

/** @param name name or ARN of a trail */
export function trailArn(name: string, account: string, region: string): string {
  return name.startsWith("arn:") ? name : `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}
