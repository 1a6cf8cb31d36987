import type { Call, Caller, Need, Reading } from "../../model";
import type { Service } from "../../service";
import { denial } from "../../errors/denial";
import type { MessageList } from "../../messages/messageList";
import { structuresOf } from "../../detect/namedOperation";
import { amendSns, answerSns } from "./answers";

/** The field that names the topic; `name`: a topic of that name; `subscription`: the topic in its ARN; `account`: none. */
const operations: Readonly<Record<string, "TopicArn" | "ResourceArn" | "name" | "subscription" | "account">> =
  {
    AddPermission: "TopicArn",
    ConfirmSubscription: "TopicArn",
    CreateTopic: "name",
    DeleteTopic: "TopicArn",
    GetDataProtectionPolicy: "ResourceArn",
    GetSubscriptionAttributes: "subscription",
    GetTopicAttributes: "TopicArn",
    ListSubscriptions: "account",
    ListSubscriptionsByTopic: "TopicArn",
    ListTagsForResource: "ResourceArn",
    ListTopics: "account",
    Publish: "TopicArn",
    PublishBatch: "TopicArn",
    RemovePermission: "TopicArn",
    SetSubscriptionAttributes: "subscription",
    SetTopicAttributes: "TopicArn",
    Subscribe: "TopicArn",
    TagResource: "ResourceArn",
    Unsubscribe: "subscription",
    UntagResource: "ResourceArn",
  };

/** Operations whose permission has another name. */
const actions: Readonly<Record<string, string>> = { PublishBatch: "Publish" };

/**
 * Amazon SNS: topics, their policies and subscriptions.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */
export function snsService(messages: MessageList): Service {
  return {
    name: "sns",
    protocol: "query",
    read: (call, caller) => Promise.resolve(readSns(call, caller)),
    // SNS alone has a code of its own for what is not allowed.
    refusal: ({ caller }, need, decision) => ({
      ...denial("query", caller, need, decision),
      code: "AuthorizationError",
    }),
    beforeForward: (passing) => answerSns(passing),
    afterResponse: (passing, head) => amendSns(passing, head, messages),
  };
}

/** What a call to SNS needs. */
export function readSns(call: Call, caller: Caller): Reading {
  const { operation, parameters, region } = call;
  const about = operations[operation];
  if (about === undefined) return { kind: "unmodelled", what: `sns ${operation}` };
  if (caller.kind === "anonymous") {
    const message = "Request is missing Authentication Token";
    return { kind: "refused", error: { httpStatus: 403, code: "MissingAuthenticationToken", message } };
  }
  const { account } = caller;
  const text = (name: string) => {
    const value = parameters[name];
    return typeof value === "string" ? value : "";
  };
  if (about === "account") return needing(`sns:${operation}`, "*", account, {}, { kind: "none" });
  const arn = topicArn(about, text, region, account);
  const owner = /^arn:aws:sns:[a-z0-9-]+:(\d{12}):[^:]+$/.exec(arn)?.[1];
  if (owner === undefined) {
    const message = `Invalid parameter: ${about === "subscription" ? "SubscriptionArn" : about}`;
    return { kind: "refused", error: { httpStatus: 400, code: "InvalidParameter", message } };
  }
  const exists = about !== "name";
  const context = { ...subscribeKeys(operation, text), ...tagContext(parameters) };
  const policyOf = exists ? ({ kind: "topic", account: owner, arn } as const) : ({ kind: "none" } as const);
  return needing(`sns:${actions[operation] ?? operation}`, arn, owner, context, policyOf);
}

function needing(
  action: string,
  resource: string,
  owner: string,
  context: Need["context"],
  policyOf: Need["policyOf"],
): Reading {
  const need: Need = { action, resource, resourceAccount: owner, context, policyOf };
  return { kind: "needs", needs: [need], ownerAccount: owner };
}

function topicArn(
  about: "TopicArn" | "ResourceArn" | "name" | "subscription",
  text: (name: string) => string,
  region: string,
  account: string,
): string {
  switch (about) {
    case "name":
      return `arn:aws:sns:${region}:${account}:${text("Name")}`;
    case "subscription":
      return text("SubscriptionArn").replace(/:[0-9a-f-]{36}$/, "");
    case "TopicArn":
      // Publish takes the topic under either name.
      return text("TopicArn") || text("TargetArn");
    case "ResourceArn":
      return text("ResourceArn");
  }
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html#sns-policy-keys */
function subscribeKeys(operation: string, text: (name: string) => string): Need["context"] {
  if (operation !== "Subscribe") return {};
  return {
    ...(text("Protocol") === "" ? {} : { "sns:Protocol": text("Protocol") }),
    ...(text("Endpoint") === "" ? {} : { "sns:Endpoint": text("Endpoint") }),
  };
}

function tagContext(parameters: Call["parameters"]): Need["context"] {
  const tags = structuresOf(parameters, "Tags");
  if (tags.length === 0) return {};
  return {
    "aws:TagKeys": tags.map(({ Key = "" }) => Key),
    ...Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value])),
  };
}
