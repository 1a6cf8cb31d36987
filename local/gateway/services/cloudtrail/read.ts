import type { Call, Caller, Need, Reading } from "../../model";
import { objectsMember, textMember, textsMember } from "../askJson";
import { jsonError } from "../jsonAnswer";
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
  if (caller.kind === "anonymous") {
    const error = jsonError("MissingAuthenticationTokenException", "Missing Authentication Token");
    return { kind: "refused", error };
  }
  const { account } = caller;
  const names =
    member === "ResourceIdList" ? textsMember(parameters, member) : [textMember(parameters, member) ?? ""];
  const resources = member === "*" ? ["*"] : names.map((name) => trailArn(name, account, region));
  const foreign = resources.find((resource) => resource !== "*" && resource.split(":")[4] !== account);
  if (foreign !== undefined) {
    const error = jsonError("TrailNotFoundException", `Unknown trail: ${foreign} for the user: ${account}`);
    return { kind: "refused", error };
  }
  const need = (action: string, resource: string): Need => ({
    action: `cloudtrail:${action}`,
    resource,
    resourceAccount: account,
    context: requestTagKeys(parameters, "TagsList"),
    policyOf: { kind: "none" },
  });
  const needs = resources.map((resource) => need(operation, resource));
  const tagged = operation === "CreateTrail" && objectsMember(parameters, "TagsList").length > 0;
  const [first = "*"] = resources;
  return {
    kind: "needs",
    needs: [
      ...needs,
      ...(tagged ? [need("AddTags", first)] : []),
      ...passRoleNeeds(textMember(parameters, "CloudWatchLogsRoleArn"), "cloudtrail.amazonaws.com"),
    ],
    ownerAccount: account,
  };
}

/** @param name name or ARN of a trail */
export function trailArn(name: string, account: string, region: string): string {
  return name.startsWith("arn:") ? name : `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}
