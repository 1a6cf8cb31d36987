import { letsService, sourceKeys } from "../actors/servicePrincipal";
import { findKey, readKeyReference } from "../services/kms/keys";
import type { StoreReader } from "../store";
import { childOf, readXml } from "../xml";
import type { MessageList } from "./messageList";

/** A message of an AWS service. */
export interface ServiceMessage {
  /** Like `cloudwatch.amazonaws.com`. */
  readonly service: string;
  readonly topicArn: string;
  /** ARN of the alarm, rule or trail that it is sent for. */
  readonly sourceArn: string;
  /** Of that source: 12 digits. */
  readonly sourceAccount: string;
  /** At most 100 characters. */
  readonly subject: string;
  readonly message: string;
}

/**
 * Publishes as a service does: if the topic's policy lets it, and the policy of the topic's key where it has one.
 *
 * What became of it stands in the list of messages.
 *
 * @throws StoreError when the store does not answer
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export async function publishAsService(
  store: StoreReader,
  messages: MessageList,
  sent: ServiceMessage,
): Promise<void> {
  const { topicArn, sourceArn: from, subject, message } = sent;
  const refused = await publish(store, sent);
  const time = new Date().toISOString();
  messages.add({
    time,
    topicArn,
    from,
    subject,
    message,
    ...(refused === undefined ? {} : { refused }),
  });
}

async function publish(store: StoreReader, sent: ServiceMessage): Promise<string | undefined> {
  const { service, topicArn, sourceArn, sourceAccount, subject, message } = sent;
  const [, , , region = "", account = ""] = topicArn.split(":");
  const common = { service, resourceAccount: account };
  const context = {
    ...sourceKeys(sourceArn, sourceAccount),
    // The older key, which the policies that SNS itself writes still have.
    "aws:SourceOwner": sourceAccount,
    "aws:SecureTransport": "true",
  };
  const ask = async (fields: Readonly<Record<string, string>>) =>
    store.ask({
      account,
      region,
      signingName: "sns",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ Version: "2010-03-31", TopicArn: topicArn, ...fields }).toString(),
    });
  const attributes = await ask({ Action: "GetTopicAttributes" });
  if (attributes.httpStatus !== 200) return "NotFound: Topic does not exist";
  const policy = await store.topicPolicy(topicArn);
  if (!letsService(policy, { ...common, action: "sns:Publish", resource: topicArn, context })) {
    return `AuthorizationError: the topic's policy does not let ${service} publish for ${sourceArn}`;
  }
  const keyId = attributeOf(attributes.body.toString(), "KmsMasterKeyId");
  if (keyId !== undefined) {
    const fault = await keyFault(store, keyId, sent, context);
    if (fault !== undefined) return fault;
  }
  const answer = await ask({ Action: "Publish", Subject: subject, Message: message });
  return answer.httpStatus === 200 ? undefined : `HTTP${answer.httpStatus}`;
}

async function keyFault(
  store: StoreReader,
  keyId: string,
  { service, topicArn }: ServiceMessage,
  sources: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const [, , , region = "", account = ""] = topicArn.split(":");
  const reference = readKeyReference(keyId, account, region);
  const key = reference === undefined ? undefined : await findKey(store, reference);
  if (key === undefined) return `KMSNotFound: ${keyId}`;
  if (key.state !== "Enabled") return `KMSDisabled: ${key.arn}`;
  const policy = await store.keyPolicy(key.arn);
  const context = {
    ...sources,
    "kms:EncryptionContext:aws:sns:topicArn": topicArn,
    "kms:EncryptionContextKeys": ["aws:sns:topicArn"],
  };
  const refused = ["kms:GenerateDataKey", "kms:Decrypt"].find(
    (action) =>
      !letsService(policy, { service, action, resource: key.arn, resourceAccount: key.account, context }),
  );
  return refused === undefined
    ? undefined
    : `KMSAccessDenied: the policy of ${key.arn} does not let ${service} ${refused}`;
}

function attributeOf(xml: string, name: string): string | undefined {
  const result = childOf(readXml(xml), "GetTopicAttributesResult");
  const entries = childOf(result, "Attributes")?.children ?? [];
  const value = childOf(
    entries.find((entry) => childOf(entry, "key")?.text === name),
    "value",
  )?.text;
  return value === "" ? undefined : value;
}
