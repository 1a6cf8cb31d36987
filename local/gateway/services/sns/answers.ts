import { callerArn } from "../../decide/identity";
import type { MessageList } from "../../messages/messageList";
import type { Amendment, Answer, Forwarding, Passing, StoreHead } from "../../service";
import { childOf, readXml, textOf } from "../../xml";
import { queryAnswer } from "../queryAnswer";
import {
  beginPending,
  confirmPending,
  forgetSubscription,
  isPending,
  withoutPendingArns,
  withPendingAttributes,
} from "./pendingSubscriptions";

const namespace = "http://sns.amazonaws.com/doc/2010-03-31/";

/** What the gateway answers in the store's place: it knows which mail subscriptions wait. */
export async function answerSns({ call, store }: Passing): Promise<Forwarding> {
  const { operation, requestId } = call;
  const text = textIn(call.parameters);
  if (operation === "ConfirmSubscription") {
    const SubscriptionArn = confirmPending(text("TopicArn"), text("Token"));
    if (SubscriptionArn === undefined) return { kind: "forward" };
    return { kind: "answer", answer: queryAnswer(operation, namespace, requestId, { SubscriptionArn }) };
  }
  // No topic has one: PutDataProtectionPolicy is not modelled.
  if (operation === "GetDataProtectionPolicy") {
    if ((await store.topicPolicy(text("ResourceArn"))) === undefined) {
      const error = { httpStatus: 404, code: "NotFound", message: "Topic does not exist" };
      return { kind: "refused", error };
    }
    const answer = queryAnswer(operation, namespace, requestId, { DataProtectionPolicy: "" });
    return { kind: "answer", answer };
  }
  if (operation === "Unsubscribe" && isPending(text("SubscriptionArn"))) {
    const message =
      "Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation";
    return { kind: "refused", error: { httpStatus: 400, code: "InvalidParameter", message } };
  }
  return { kind: "forward" };
}

/**
 * What the gateway makes of the store's answer, and notes of it: messages are listed, and of a mail subscription the
 * mail that asks for confirmation.
 */
export async function amendSns(
  { call, caller, needs }: Passing,
  head: StoreHead,
  messages: MessageList,
): Promise<Amendment | undefined> {
  if (head.httpStatus !== 200) return undefined;
  const text = textIn(call.parameters);
  const topicArn = needs[0]?.resource ?? "";
  const note = (subject: string, message: string) => {
    const time = call.receivedAt.toISOString();
    messages.add({ time, topicArn, from: callerArn(caller), subject, message });
  };
  switch (call.operation) {
    case "Publish":
      note(text("Subject"), text("Message"));
      return undefined;
    case "Subscribe": {
      if (!/^email(?:-json)?$/.test(text("Protocol"))) return undefined;
      const xml = (await head.body()).toString();
      const arn = textOf(childOf(readXml(xml), "SubscribeResult"), "SubscriptionArn") ?? "";
      const token = beginPending(arn);
      if (token !== undefined) {
        const mail = {
          Type: "SubscriptionConfirmation",
          Token: token,
          TopicArn: topicArn,
          SubscriptionArn: arn,
        };
        note("AWS Notification - Subscription Confirmation", JSON.stringify(mail));
      }
      const hidden = isPending(arn) && text("ReturnSubscriptionArn") !== "true";
      return hidden ? { answer: xmlAnswer(xml.replace(arn, "pending confirmation")) } : undefined;
    }
    case "GetSubscriptionAttributes":
      if (!isPending(text("SubscriptionArn"))) return undefined;
      return { answer: xmlAnswer(withPendingAttributes((await head.body()).toString())) };
    case "ListSubscriptions":
    case "ListSubscriptionsByTopic":
      return { answer: xmlAnswer(withoutPendingArns((await head.body()).toString())) };
    case "Unsubscribe":
      forgetSubscription(text("SubscriptionArn"));
      return undefined;
    default:
      return undefined;
  }
}

function textIn(parameters: Readonly<Record<string, unknown>>): (name: string) => string {
  return (name) => {
    const value = parameters[name];
    return typeof value === "string" ? value : "";
  };
}

function xmlAnswer(xml: string): Answer {
  return { httpStatus: 200, headers: { "content-type": "text/xml" }, body: Buffer.from(xml) };
}
