import type { Call, Caller, Need, Reading } from "../../model";
import type { Service } from "../../service";
import { objectsMember, textMember } from "../askJson";
import { jsonError, storeRefusal } from "../jsonAnswer";
import { ownNeeds } from "../ownNeeds";
import { passRoleNeeds } from "../passRole";
import { requestTagKeys } from "../tagContext";
import { patternKeys } from "./patternKeys";

/** What an operation is about: a rule by the member that names it, buses, any rule, a tagged resource. */
type About = "Name" | "Rule" | "bus" | "entries" | "account" | "resource";

const operations: Readonly<Record<string, About>> = {
  DeleteRule: "Name",
  DescribeEventBus: "bus",
  DescribeRule: "Name",
  DisableRule: "Name",
  EnableRule: "Name",
  ListEventBuses: "account",
  ListRuleNamesByTarget: "account",
  ListRules: "account",
  ListTagsForResource: "resource",
  ListTargetsByRule: "Rule",
  PutEvents: "entries",
  PutRule: "Name",
  PutTargets: "Rule",
  RemoveTargets: "Rule",
  TagResource: "resource",
  TestEventPattern: "account",
  UntagResource: "resource",
};

/**
 * Amazon EventBridge: rules and their targets. The store delivers events.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html
 */
export const service: Service = {
  name: "events",
  protocol: "json",
  read: (call, caller) => Promise.resolve(readEvents(call, caller)),
  afterResponse: (_passing, head) => storeRefusal(head),
};

/**
 * What a call to EventBridge needs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function readEvents(call: Call, caller: Caller): Reading {
  const { operation, parameters } = call;
  const about = operations[operation];
  if (about === undefined) return { kind: "unmodelled", what: `events ${operation}` };
  return ownNeeds("events", call, caller, (account) => ({
    resources: resourcesOf(about, call, account),
    context: { ...ownKeys(operation, parameters), ...requestTagKeys(parameters, "Tags") },
    taggedBy: operation === "PutRule" && Array.isArray(parameters["Tags"]) ? "TagResource" : undefined,
    others: handedRoles(operation, parameters).flatMap((arn) => passRoleNeeds(arn, "events.amazonaws.com")),
    unknown: () => jsonError("ResourceNotFoundException", "Rule does not exist."),
  }));
}

function resourcesOf(about: About, { parameters, region }: Call, account: string): readonly string[] {
  const arnOf = (resource: string) => `arn:aws:events:${region}:${account}:${resource}`;
  const busOf = (named: string | undefined) => {
    const bus = named ?? "default";
    return bus.startsWith("arn:") ? bus : arnOf(`event-bus/${bus}`);
  };
  switch (about) {
    case "Name":
    case "Rule": {
      const bus = busOf(textMember(parameters, "EventBusName"));
      const name = textMember(parameters, about) ?? "";
      // Rules of the default bus have no bus in their ARN.
      const ofBus = bus.endsWith(":event-bus/default") ? "" : `${bus.slice(bus.indexOf("/") + 1)}/`;
      return [arnOf(`rule/${ofBus}${name}`)];
    }
    case "bus":
      return [busOf(textMember(parameters, "Name"))];
    case "entries":
      return [
        ...new Set(
          objectsMember(parameters, "Entries").map((entry) => busOf(textMember(entry, "EventBusName"))),
        ),
      ];
    case "account":
      return ["*"];
    case "resource":
      return [textMember(parameters, "ResourceARN") ?? arnOf("rule/")];
  }
}

function ownKeys(operation: string, parameters: Call["parameters"]): Need["context"] {
  if (operation === "PutRule") return patternKeys(textMember(parameters, "EventPattern"));
  if (operation !== "PutTargets") return {};
  const arns = objectsMember(parameters, "Targets").flatMap((target) => textMember(target, "Arn") ?? []);
  return arns.length === 0 ? {} : { "events:TargetArn": arns };
}

function handedRoles(operation: string, parameters: Call["parameters"]): readonly string[] {
  const givers =
    operation === "PutTargets"
      ? objectsMember(parameters, "Targets")
      : operation === "PutRule"
        ? [parameters]
        : [];
  return [...new Set(givers.flatMap((giver) => textMember(giver, "RoleArn") ?? []))];
}
